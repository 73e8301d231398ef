import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { instantOf } from '@mainstay/kernel/act/instant';
import { openDueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import type { Stage } from '../../../../test/harness/acting.js';
import {
  coverOf,
  hear,
  line,
  openFulfilment,
  outcomes,
  productOf,
  rowsOf,
  told,
} from '../../../../test/harness/paid-orders.js';
import { dueKinds } from '../due/due-kinds.js';
import { coverStart } from './cover-start.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openFulfilment();
});
afterAll(() => stage.close());

describe('cover that begins with the mail', () => {
  test('waits until a mail server has taken it, and runs from that day as the training says', async () => {
    const productId = await productOf('tubeworks', 'gaugeline');
    const keys = line('LICENSE', { productId, metric: 'DEVICES' });
    const alone = line('LICENSE', { productId, metric: 'DEVICES', position: 2 });
    const training = line('TRAINING', { productId, position: 3, ofLineId: keys.lineId });
    const event = told('tubeworks', [keys, alone, training]);
    await hear(event);
    const became = await outcomes(event.aggregate);
    const [[trained = ''] = [], [untrained = ''] = []] = [became.get(keys.lineId), became.get(alone.lineId)];
    const [license] = await rowsOf<{ code: string | null; serial: string | null }>(
      'select activation_code as code, serial from license where id = $1',
      trained,
    );
    expect([license?.code, license?.serial]).toEqual([null, expect.any(String)]);
    const silent = { warn: () => undefined, error: () => undefined };
    // Attempts are by the real clock: each look at it is later than all waiting.
    let hours = 0;
    const work = openDueWork({
      ...{ database: stage.database, kinds: dueKinds, outlet: noOutlet, vendors: 'vendor', logger: silent },
      ...{
        everyMs: 2 ** 30,
        clock: () => new Date(Date.parse(event.occurredAt) + (hours += 1) * 3_600_000).toISOString(),
      },
    });
    const vendorId = event.vendorId;
    const mailed = (state: string) =>
      stage.owner.query(
        `update mail set state = $1, message_id = id, accepted_at = case when $1 = 'SENT' then timestamptz '2027-06-17 15:00:00Z' end
         where kind = 'ACTIVATION' and vendor_id = $2`,
        [state, vendorId],
      );
    await work.runDue(vendorId, '2026-11-02T12:00:00.000Z');
    expect([await coverOf(trained), await coverOf(untrained)]).toEqual([[], []]);
    await mailed('SENT');
    await work.runDue(vendorId, '2027-06-18T12:00:00.000Z');
    await work.stop();
    expect(await coverOf(trained)).toEqual([{ startsOn: '2027-06-17', expiresOn: '2028-07-01' }]);
    expect(await coverOf(untrained)).toEqual([{ startsOn: '2027-06-17', expiresOn: '2027-07-31' }]);
    expect(
      await rowsOf('select from awaited_cover where license_id = any($1)', [trained, untrained]),
    ).toEqual([]);
    // Bought together for a license that is there: the pack lies behind what the training makes long.
    const of = { productId, licenseIds: [untrained] };
    const both = told('tubeworks', [
      line('MAINTENANCE', { ...of, metric: 'DEVICES', years: 1 }),
      line('TRAINING', { ...of, position: 2 }),
    ]);
    expect(await hear(both)).toEqual({ applied: [both.id], failed: [] });
    expect(await coverOf(untrained)).toEqual([
      { startsOn: '2027-06-17', expiresOn: '2028-07-01' },
      { startsOn: '2028-07-01', expiresOn: '2029-07-01' },
    ]);
  });

  test('of which nobody could be mailed waits on', async () => {
    const { vendorId, accountId } = stage.roleOf('tubeworks.customer');
    await stage.owner.query(
      `insert into awaited_cover (vendor_id, id, account_id, reseller_id, license_id, term, plan_id, plan_version)
       select l.vendor_id, 'awc', l.account_id, l.reseller_id, l.id, 'P30D', p.plan_id, 1
       from license l join product p on p.id = l.product_id where l.account_id = $1 limit 1`,
      [accountId],
    );
    const [awaited] = await rowsOf<{ id: string }>(
      "select license_id as id from awaited_cover where id = 'awc'",
    );
    const done = await stage.database.transactAs({ job: 'due', vendorId }, (transaction) =>
      coverStart.run(
        transaction,
        { key: awaited?.id ?? '', dueAt: '2026-11-02T12:00:00Z' },
        instantOf('2026-11-02T12:00:00Z', 'UTC'),
      ),
    );
    expect(done).toBe('NOTHING');
    expect(await rowsOf("select from awaited_cover where id = 'awc'")).toHaveLength(1);
  });
});
