import type { Refusal } from '@mainstay/kernel/values/refusal';
import type { DecidedSupport } from '../entitlement/support-case.rules.js';
import type { SupportRuleCode } from '../entitlement/support-entitlement.rules.js';
import { bodyFaults, subjectFaults } from './ticket-text.rules.js';

export type TicketOpenCode =
  | 'SUBJECT_INVALID'
  | 'BODY_INVALID'
  | 'INITIATOR_NOT_ALLOWED'
  | 'ACCOUNT_NOT_FOUND'
  | 'LICENSE_NOT_FOUND'
  | 'LICENSE_REQUIRED'
  | 'CHANNEL_NOT_OFFERED'
  | SupportRuleCode;

export type Channel = 'PORTAL' | 'EMAIL' | 'CHAT' | 'PHONE' | 'REMOTE';

export interface TicketOpenAsked {
  readonly licenseId?: string | null | undefined;
  readonly subject: string;
  readonly body: string;
  readonly channel: Channel;
  readonly initiatedBy?: 'CUSTOMER' | 'VENDOR' | null | undefined;
}

/** What was found for what was asked. */
export interface TicketOpenFacts {
  /** Null where the viewer sees no such account. */
  readonly account: { readonly id: string; readonly resellerId: string | null } | null;
  /** False where a license was named that the viewer does not see, or that is another account's. */
  readonly licenseFound: boolean;
  /** Null where no single plan can be told. */
  readonly decided: DecidedSupport | null;
}

export function ticketOpenFaults({ subject, body }: TicketOpenAsked): Refusal<TicketOpenCode>[] {
  return [...subjectFaults(subject), ...bodyFaults(body)];
}

/** Only what a customer begins needs cover or units (S5); the vendor's own is served as it likes. */
export function decideTicketOpen(
  { account, licenseFound, decided }: TicketOpenFacts,
  { channel, initiatedBy }: TicketOpenAsked,
  staff: boolean,
): Refusal<TicketOpenCode>[] {
  if (initiatedBy === 'VENDOR' && !staff)
    return [
      {
        ...{ code: 'INITIATOR_NOT_ALLOWED', field: ['initiatedBy'] },
        message: 'Only staff of the vendor open cases of its own. Leave `initiatedBy` out.',
      },
    ];
  if (account === null)
    return [
      {
        ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
        message: 'There is no such account; ask `accounts` for ids, or name a license.',
      },
    ];
  if (!licenseFound)
    return [
      {
        ...{ code: 'LICENSE_NOT_FOUND', field: ['licenseId'] },
        message:
          'The account has no such license. Ask `licenses` for ids; a new one is known here after a moment.',
      },
    ];
  if (decided === null)
    return [
      {
        ...{ code: 'LICENSE_REQUIRED', field: ['licenseId'] },
        message: 'The account has licenses under several plans: name the license that it is about.',
      },
    ];
  if (initiatedBy === 'VENDOR') return [];
  return [...channelFaults(decided, channel), ...entitlementFaults(decided)];
}

function channelFaults({ policy }: DecidedSupport, channel: Channel): Refusal<TicketOpenCode>[] {
  const { channels } = policy.support;
  if (channels.includes(channel)) return [];
  return [
    {
      ...{ code: 'CHANNEL_NOT_OFFERED', field: ['channel'] },
      message: `Under this plan cases are opened by ${channels.join(', ')}.`,
      facts: { channels: channels.join(', ') },
    },
  ];
}

/** All that speaks against it, each with what was seen, and with the plan's ways forward. */
function entitlementFaults({
  outcomes,
  remedies,
  policy,
  planName,
}: DecidedSupport): Refusal<TicketOpenCode>[] {
  const ways = policy.support.withoutCover.join(', ');
  return outcomes
    .filter(({ verdict }) => verdict === 'FAILED')
    .map(({ code, facts }) => {
      const helps = remedies.filter(({ clears }) => clears.includes(code)).map(({ text }) => text);
      return {
        ...{ code, field: code === 'WORK_EXCLUDED' ? ['work'] : ['licenseId'] },
        message: [texts[code], ...helps].join(' '),
        facts: { ...facts, plan: planName, ...(ways === '' ? {} : { waysForward: ways }) },
      };
    });
}

const texts: Readonly<Record<SupportRuleCode, string>> = {
  LICENSE_REVOKED: 'The license is revoked. Ask about another license, or buy one.',
  LICENSE_SUSPENDED: 'The license is suspended.',
  WORK_EXCLUDED: 'The plan leaves this kind of work out, whatever is paid. Ask the vendor for an offer.',
  NOT_COVERED: 'Maintenance does not cover the license today.',
  UNITS_TOO_FEW: 'Too few support units are left.',
};
