import { z } from 'zod';
import { mailAddress, readConfig, smtpUrl, type Environment } from '@mainstay/kernel/graph/config';

/** By which way mails leave, and as whose. */
export interface MailRoute {
  readonly smtpUrl: string;
  /** The address; the name beside it is the vendor's. */
  readonly from: string;
}

const schema = z
  .object({ MAINSTAY_SMTP_URL: smtpUrl(), MAINSTAY_MAIL_FROM: mailAddress() })
  .superRefine(({ MAINSTAY_SMTP_URL: url, MAINSTAY_MAIL_FROM: from }, context) => {
    if (url !== undefined && from === undefined)
      context.addIssue({ code: 'custom', path: ['MAINSTAY_MAIL_FROM'] });
  });

/** Null without a server: mails are written and wait. */
export function readMailRoute(env: Environment): MailRoute | null {
  const { MAINSTAY_SMTP_URL: url, MAINSTAY_MAIL_FROM: from } = readConfig(schema, env);
  return url === undefined || from === undefined ? null : { smtpUrl: url, from };
}
