import type { Refusal } from '@mainstay/kernel/values/refusal';
import {
  namesPerson,
  reasonFaults,
  reasonPersonal,
  type Known,
  type ReasonCode,
} from './contact-reason.rules.js';
import { contactNotFound } from './contact-update.rules.js';

export type ContactEraseCode = ReasonCode | 'CONTACT_NOT_FOUND';

interface Asked {
  readonly reason: string;
}

export function eraseFaults({ reason }: Asked): Refusal<ContactEraseCode>[] {
  return reasonFaults(reason);
}

export function decideContactErase(contact: Known | null, { reason }: Asked): Refusal<ContactEraseCode>[] {
  if (contact === null) return [contactNotFound];
  return namesPerson(reason, contact) ? [reasonPersonal] : [];
}
