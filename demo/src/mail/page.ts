import type { CaughtMail, CaughtMails } from './caught.js';

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (symbol) => entities[symbol] ?? '');
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width">
<style>
  body { font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #ddd }
  iframe { width: 100%; height: 30rem; border: 1px solid #ddd }
  pre { white-space: pre-wrap; background: #f6f6f6; padding: 1rem }
</style></head>
<body>
${body}
</body></html>
`;
}

export function listPage(mails: CaughtMails): string {
  const rows = mails
    .newestFirst()
    .map(
      ({ number, subject, to, from }) =>
        `<tr><td>${String(number)}</td><td><a href="/mails/${String(number)}">${escapeHtml(subject)}</a></td><td>${escapeHtml(to.join(', '))}</td><td>${escapeHtml(from)}</td></tr>`,
    );
  return page(
    'Caught mails',
    `<h1>Caught mails</h1>
<p>Mails of this demo end here: none leaves this machine. They are kept in memory, the newest
${String(mails.atMost)}, and are gone when the demo is stopped. Caught since the start: ${String(mails.count)}.</p>
${
  rows.length === 0
    ? '<p>No mail yet.</p>'
    : `<table><thead><tr><th>No.</th><th>Subject</th><th>To</th><th>From</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`
}`,
  );
}

/** The HTML form stands in a frame that may do nothing: no script, no form, no way to the page around it. */
export function mailPage({ number, subject, from, to, html, text, source }: CaughtMail): string {
  return page(
    subject,
    `<p><a href="/">All mails</a></p>
<h1>${escapeHtml(subject)}</h1>
<p>No. ${String(number)}, from ${escapeHtml(from)} to ${escapeHtml(to.join(', '))}</p>
${html === '' ? '' : `<h2>HTML</h2>\n<iframe sandbox title="The mail in HTML" srcdoc="${escapeHtml(html)}"></iframe>`}
<h2>Text</h2>
<pre>${escapeHtml(text)}</pre>
<h2>Source</h2>
<details><summary>As it came</summary><pre>${escapeHtml(source)}</pre></details>`,
  );
}

export function missingPage(): string {
  return page(
    'No such mail',
    '<h1>No such mail</h1>\n<p>It was never caught, or newer ones took its place. <a href="/">All mails</a></p>',
  );
}
