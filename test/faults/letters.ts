import type { Owner } from './databases.js';
import type { Kill } from './kills.js';
import type { Taken } from './mails.js';
import { claimsOf } from './witness.js';

interface MailRow {
  readonly id: string;
  readonly state: string;
  readonly messageId: string;
}

/** Whose end leaves a mail of which nobody knows whether it arrived. */
const senders = ['licensing', 'postgres'];

/**
 * Mails that were not taken, or taken more often than kills explain: a mail is claimed once more only when a kill came
 * after its last claim, and taken at most once a claim, always under the Message-ID that it has. None where all is well.
 */
export async function wrongMails(
  owner: Owner,
  { taken, queued, kills }: { taken: readonly Taken[]; queued: number; kills: readonly Kill[] },
): Promise<string[]> {
  const mails = await owner.rows<MailRow>(
    'licensing',
    `select id, state, message_id as "messageId" from mail where dedup_key like 'fault %'`,
  );
  const wrong = mails.length === queued ? [] : [`${queued} mails were queued, ${mails.length} are there`];
  const claims = Map.groupBy(await claimsOf(owner), ({ id }) => id);
  const takings = Map.groupBy(taken, ({ messageId }) => messageId);
  for (const { id, state, messageId } of mails) {
    const [claimed, times] = [claims.get(id) ?? [], takings.get(messageId)?.length ?? 0];
    if (state !== 'SENT' || times === 0) wrong.push(`${id} is ${state} and was taken ${times} times`);
    if (times > claimed.length) wrong.push(`${id} was taken ${times} times in ${claimed.length} claims`);
    for (const [index, { again, atMs }] of claimed.entries()) {
      if (!again) continue;
      const since = claimed[index - 1]?.atMs ?? 0;
      const explained = kills.some(
        ({ part, fromMs, toMs }) =>
          senders.includes(part) && toMs >= Math.floor(since) && fromMs <= Math.ceil(atMs),
      );
      if (!explained) wrong.push(`${id} was claimed again though nothing was killed meanwhile`);
    }
  }
  const known = new Set(mails.map(({ messageId }) => messageId));
  for (const messageId of takings.keys()) if (!known.has(messageId)) wrong.push(`nobody queued ${messageId}`);
  return wrong;
}
