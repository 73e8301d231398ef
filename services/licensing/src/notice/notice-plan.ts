import { statement } from '@mainstay/kernel/db/scoped';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { planNotices, type NoticePlan } from './plan-notices.js';
import { changesOf } from './send-notices.js';

const licensesOf = statement<{ id: string }>(
  'notice.licensesOf',
  'select id from license where account_id = $1::text order by id',
);

const mostNamed = 100;

/**
 * Plans the notices of all licenses of an account. Whoever brings licenses and cover into a tenant in bulk has it done
 * once for each account, instead of with every row.
 */
export const noticesPlan: DueKind = {
  act: 'noticesPlan',
  async run(transaction, { key: accountId }, instant) {
    const licenses = await transaction.query(licensesOf, [accountId]);
    const plans: NoticePlan[] = await planNotices(
      transaction,
      licenses.map(({ id }) => id),
      instant,
    );
    const changes = changesOf(plans);
    if (changes.length === 0) return 'NOTHING';
    return {
      ...{ result: { accountId }, accountId, events: [] },
      changes: [
        { objectId: accountId, field: 'noticesPlanned', to: changes.length },
        ...changes.slice(0, mostNamed),
      ],
    };
  },
};
