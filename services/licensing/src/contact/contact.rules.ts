import type { Refusal } from '@mainstay/kernel/values/refusal';

export type ContactCode = 'NAME_INVALID' | 'EMAIL_INVALID' | 'PHONE_INVALID';

export interface ContactAsked {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

const longest = { name: 200, email: 254, phone: 50 };

/** One `@`, no spaces, a dot in the domain: whether mail arrives only sending it can tell. */
const emailForm = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\.]+(?:\.[^\s@<>()[\],;:"\\.]+)+$/u;
const phoneForm = /^\+?[\d\s()./-]*\d[\d\s()./-]*$/u;

/** An address as it is compared: two writings of one address are one. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** What is wrong with how a person is written down; what is left out is not looked at. */
export function contactFaults({ name, email, phone }: ContactAsked): Refusal<ContactCode>[] {
  const faults: Refusal<ContactCode>[] = [];
  if (isGiven(name) && !fits(name, longest.name))
    faults.push({
      ...{ code: 'NAME_INVALID', field: ['name'] },
      message: 'A name has 1 to 200 characters, not only spaces.',
    });
  if (isGiven(email) && !(fits(email, longest.email) && emailForm.test(email.trim())))
    faults.push({
      ...{ code: 'EMAIL_INVALID', field: ['email'] },
      message: 'An e-mail address looks like somebody@example.com and has at most 254 characters.',
    });
  if (isGiven(phone) && !(fits(phone, longest.phone) && phoneForm.test(phone.trim())))
    faults.push({
      ...{ code: 'PHONE_INVALID', field: ['phone'] },
      message: 'A phone number has digits, and between them spaces, dots, dashes, slashes or parentheses.',
    });
  return faults;
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined;
}

function fits(text: string, longestLength: number): boolean {
  const { length } = text.trim();
  return length >= 1 && length <= longestLength;
}
