import { createTransport } from 'nodemailer';
import type { AddressedLetter } from './mail-content.js';
import type { MailRoute } from './mail-config.js';
import { replyOf, type MailReply } from './reply.rules.js';

/** A letter as it goes out. */
export interface OutgoingMail extends AddressedLetter {
  readonly messageId: string;
}

/** Rejects never for what a server does: that is a reply. */
export type SendMail = (mail: OutgoingMail) => Promise<MailReply>;

const connectMs = 10_000;
const silenceMs = 60_000;

/**
 * Speaks SMTP, one connection a mail: a pool would send again by itself what broke on its way. But to this machine,
 * a connection that is not encrypted is refused.
 */
export function smtpSender({ smtpUrl, from }: MailRoute): SendMail {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/gu, '');
  const local = ['127.0.0.1', '::1', 'localhost'].includes(host);
  const transport = createTransport({
    ...{ host, secure, port: port === '' ? (secure ? 465 : 587) : Number(port) },
    ...(local ? { ignoreTLS: !secure } : { requireTLS: true }),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silenceMs },
    ...{ disableFileAccess: true, disableUrlAccess: true, logger: false },
  });
  return async ({ to, from: vendor, subject, html, text, messageId }) => {
    try {
      const { response } = await transport.sendMail({
        ...{ to, from: { name: vendor, address: from }, subject, html, text, messageId },
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { kind: 'ACCEPTED', code: Number(/^\d{3}/u.exec(response)?.[0] ?? 250) };
    } catch (failure) {
      return replyOf(failureOf(failure));
    }
  };
}

/** Nothing else of it is kept: its message repeats the address. */
function failureOf(failure: unknown) {
  const { command, responseCode } = failure as { command?: unknown; responseCode?: unknown };
  return {
    command: typeof command === 'string' ? command : undefined,
    code: typeof responseCode === 'number' ? responseCode : undefined,
  };
}
