import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { testNow } from '../../../../test/harness/graph.js';
import { openRenewalStage, type RenewalStage } from '../../../../test/harness/renewing.js';
import { noticeDue } from './notice-due.js';

let stage: RenewalStage;
beforeAll(async () => {
  stage = await openRenewalStage();
});
afterAll(() => stage.close());

/** As licensing tells it, of the customer of the cast. */
async function tell(noticeKey: string, licenseIds: readonly string[], more = {}): Promise<void> {
  const { vendorId, accountId } = stage.roleOf('deskhaven.customer');
  const notices = licenseIds.map((licenseId) => ({ noticeId: noticeKey, licenseId }));
  const event = {
    ...{ vendorId: String(vendorId), id: `evt ${noticeKey}`, position: 1, type: 'notice.due' },
    ...{
      aggregate: String(accountId),
      payload: { noticeKey, accountId, notices, ...more },
      occurredAt: testNow,
    },
  };
  await stage.database.transactAs({ job: 'events', vendorId: String(vendorId) }, (transaction) =>
    noticeDue(noOutlet)(transaction, event),
  );
}

const license = () => stage.newLicense({ vendor: 'deskhaven', expiresOn: null });
const quotesOf = async (noticeKey: string) => {
  const { rows } = await stage.owner.query<Record<string, unknown>>(
    `select q.id, q.account_id as account, q.state, n.subject_id as subject from quote q
     join quote_line n on n.quote_id = q.id where q.notice_id = $1 order by n.position`,
    [noticeKey],
  );
  return rows;
};

describe('a notice that is to carry a quote', () => {
  test('has one issued to the owner, for each contract once, and tells of it', async () => {
    const licenses = [await license(), await license()];
    const contract = await stage.newContract('2027-01-01', licenses);
    const other = await license();
    const another = await stage.newContract('2027-01-01', [other]);
    await tell('ntc-1', [...licenses, other]);
    const { accountId } = stage.roleOf('deskhaven.customer');
    const lines = await quotesOf('ntc-1');
    expect(lines).toMatchObject([
      { account: accountId, state: 'OPEN', subject: contract },
      { account: accountId, state: 'OPEN', subject: another },
    ]);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'quoteIssue', actor_kind: 'JOB', account_id: accountId });
    expect(events).toMatchObject([
      {
        type: 'quote.issued',
        aggregate: lines[0]?.['id'],
        payload: { noticeKey: 'ntc-1', customerId: accountId },
      },
    ]);
  });

  test('has one, however often it is told', async () => {
    const own = await license();
    await stage.newContract('2027-01-01', [own]);
    await tell('ntc-2', [own]);
    const before = await stage.trail();
    await tell('ntc-2', [own]);
    expect(await quotesOf('ntc-2')).toHaveLength(1);
    expect(await stage.trail()).toBe(before);
  });

  test('goes without where nothing can be offered, which is told as well', async () => {
    const uncovered = await license();
    await tell('ntc-3', [uncovered, 'lic_unknown']);
    expect(await quotesOf('ntc-3')).toEqual([]);
    const { events } = await stage.left();
    expect(events).toMatchObject([{ type: 'quote.declined', payload: { noticeKey: 'ntc-3' } }]);
  });

  test('is of what the account has alone', async () => {
    const own = await license();
    await stage.newContract('2027-01-01', [own]);
    await tell('ntc-4', [own], { accountId: stage.roleOf('deskhaven.reseller').accountId });
    expect(await quotesOf('ntc-4')).toEqual([]);
  });
});
