/** A caught mail as it is read. */
export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Reads the mails that this house writes: a text and an HTML form, each in one part. No reader for mails of others. */
export function readMail(source: string): ReadMail {
  const { headers, body } = split(source.replaceAll('\r\n', '\n'));
  const boundary = /boundary="?([^";]+)"?/iu.exec(headers.get('content-type') ?? '')?.[1];
  const parts = (boundary === undefined ? [] : body.split(`--${boundary}`).slice(1, -1)).map((part) =>
    split(part.replace(/^\n/u, '')),
  );
  const form = (type: string) => {
    const found = parts.find((part) => part.headers.get('content-type')?.startsWith(type) === true);
    return found === undefined ? '' : decoded(found.body, found.headers.get('content-transfer-encoding'));
  };
  return {
    subject: words(headers.get('subject') ?? ''),
    text: parts.length === 0 ? decoded(body, headers.get('content-transfer-encoding')) : form('text/plain'),
    html: form('text/html'),
  };
}

function split(source: string): { headers: ReadonlyMap<string, string>; body: string } {
  const end = source.indexOf('\n\n');
  const head = end < 0 ? source : source.slice(0, end);
  const lines = head.replace(/\n[ \t]+/gu, ' ').split('\n');
  const headers = new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const];
    }),
  );
  return { headers, body: end < 0 ? '' : source.slice(end + 2) };
}

function decoded(body: string, encoding = '7bit'): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return quotedPrintable(body.replace(/=\n/gu, ''));
    default:
      return body;
  }
}

function quotedPrintable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/giu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Encoded words, `=?UTF-8?Q?…?=`; white space between two of them is none. */
function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/gu, '?==?')
    .replace(/=\?utf-8\?([QB])\?([^?]*)\?=/giu, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quotedPrintable(text.replaceAll('_', ' ')),
    );
}
