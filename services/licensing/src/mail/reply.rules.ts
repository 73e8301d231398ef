/** What a mail server said to one mail, or that it said nothing. */
export type MailReply =
  | { readonly kind: 'ACCEPTED'; readonly code: number }
  /** About this mail, for now (4xx) or for good (5xx). */
  | { readonly kind: 'LATER' | 'NEVER'; readonly code: number }
  /** About us or the server, e.g. no connection, a wrong password: no mail is at fault. */
  | { readonly kind: 'AWAY'; readonly code: number | null };

/** A failure of SMTP, as far as it is known: which command it answered, and with which code. */
export interface SmtpFailure {
  readonly command: string | undefined;
  readonly code: number | undefined;
}

/** Only what answers the recipient or the text is about the mail; a sender that is refused is our configuration. */
export function replyOf({ command, code }: SmtpFailure): MailReply {
  const aboutMail = command === 'RCPT TO' || command === 'DATA';
  if (code === undefined || !aboutMail || code < 400 || code > 599)
    return { kind: 'AWAY', code: code ?? null };
  return { kind: code < 500 ? 'LATER' : 'NEVER', code };
}

const firstWaitMs = 30_000;
const longestWaitMs = 3_600_000;
/** More than two days, as mail servers do among themselves. */
export const putOffAtMost = 60;

/** How long a mail waits after that many attempts. */
export function waitAfter(attempts: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 20));
}

export interface MailStanding {
  readonly state: 'QUEUED' | 'SENT' | 'REFUSED' | 'FAILED';
  readonly fault: string | null;
  /** How often a server has put it off. */
  readonly putOff: number;
}

/**
 * What a mail is after a reply, when it had been put off so often before. A server that is away is waited for, and
 * how long it was away counts for nothing when it is back and busy.
 */
export function stateAfter(reply: MailReply, putOff: number): MailStanding {
  switch (reply.kind) {
    case 'ACCEPTED':
      return { state: 'SENT', fault: null, putOff };
    case 'NEVER':
      return { state: 'REFUSED', fault: 'REFUSED', putOff };
    case 'LATER':
      return { state: putOff + 1 < putOffAtMost ? 'QUEUED' : 'FAILED', fault: 'LATER', putOff: putOff + 1 };
    case 'AWAY':
      return { state: 'QUEUED', fault: 'AWAY', putOff };
  }
}
