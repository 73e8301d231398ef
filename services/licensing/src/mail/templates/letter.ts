/** A mail as it is read, in both forms. */
export interface Letter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface LetterParts {
  readonly subject: string;
  /** Who writes: the vendor. */
  readonly vendor: string;
  /** Who is greeted; nobody by name where null. */
  readonly contact: string | null;
  readonly opening: string;
  readonly table: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly closing: readonly string[];
}

/** More than that nobody reads in a mail. */
const rowsAtMost = 100;
const longestSubject = 150;

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (symbol) => entities[symbol] ?? '');
}

/** A name is one line of visible text: with a line break it could write headers and sentences of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** `10 March 2026`, which reads the same on both sides of an ocean. */
export function longDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

/** The one shape of all mails: words are told apart from markup here and nowhere else. */
export function letter({ subject, vendor, contact, opening, table, closing }: LetterParts): Letter {
  const greeting = contact === null ? 'Hello,' : `Hello ${oneLine(contact)},`;
  const rows = table.rows.slice(0, rowsAtMost).map((row) => row.map(oneLine));
  const left = table.rows.length - rows.length;
  const more = left === 0 ? [] : [`And ${String(left)} more, which the portal lists.`];
  const after = [...more, ...closing].map(oneLine);
  return {
    subject: shortened(oneLine(subject)),
    text: `${[
      ...[greeting, oneLine(opening)],
      rows.map((row) => `- ${labelled(table.heads, row).join(', ')}`).join('\n'),
      ...[...after, oneLine(vendor)],
    ].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(shortened(oneLine(subject)))}</title></head>
<body style="font-family: sans-serif; color: #1a1a1a; max-width: 40em">
${paragraphs([greeting, oneLine(opening)])}
<table style="border-collapse: collapse"><thead><tr>${cells('th', table.heads)}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}
</tbody></table>
${paragraphs([...after, oneLine(vendor)])}
</body></html>
`,
  };
}

function labelled(heads: readonly string[], row: readonly string[]): string[] {
  return row.map((cell, index) => (index === 0 ? cell : `${(heads[index] ?? '').toLowerCase()} ${cell}`));
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
}

function cells(tag: 'th' | 'td', texts: readonly string[]): string {
  const style = 'padding: 0.3em 1em 0.3em 0; text-align: left';
  return texts.map((text) => `<${tag} style="${style}">${escapeHtml(text)}</${tag}>`).join('');
}

function shortened(text: string): string {
  const symbols = Array.from(text);
  return symbols.length <= longestSubject ? text : `${symbols.slice(0, longestSubject - 1).join('')}…`;
}
