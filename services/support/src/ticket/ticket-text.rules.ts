import type { Refusal } from '@mainstay/kernel/values/refusal';

const longestSubject = 500;
const longestBody = 100_000;

export function subjectFaults(subject: string): Refusal<'SUBJECT_INVALID'>[] {
  const { length } = subject.trim();
  if (length >= 1 && length <= longestSubject) return [];
  return [
    {
      ...{ code: 'SUBJECT_INVALID', field: ['subject'] },
      message: 'A subject has 1 to 500 characters, not only spaces. Put the rest into the body.',
    },
  ];
}

export function bodyFaults(body: string): Refusal<'BODY_INVALID'>[] {
  if (body.trim().length >= 1 && body.length <= longestBody) return [];
  return [
    {
      ...{ code: 'BODY_INVALID', field: ['body'] },
      message: 'A message has 1 to 100,000 characters, not only spaces. Send more in another reply.',
    },
  ];
}
