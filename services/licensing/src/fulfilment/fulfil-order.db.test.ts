import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasValidCheck } from '@mainstay/kernel/values/code';
import type { Stage } from '../../../../test/harness/acting.js';
import {
  coverOf,
  hear,
  line,
  openFulfilment,
  outcomes,
  productOf,
  purchasedOn,
  rowsOf,
  told,
} from '../../../../test/harness/paid-orders.js';
import { waitingFor } from '../../../../test/harness/waiting.js';
import { letterOf } from '../mail/mail-content.js';
import type { PaidLine } from './paid-order.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openFulfilment();
});
afterAll(() => stage.close());

describe('packs and licenses by code', () => {
  test('a bundle is licenses with codes of their own, each with a pack from the day of purchase', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const bundle = line('BUNDLE', { productId, quantity: 3, years: 1 });
    const alone = line('LICENSE', { productId, position: 2 });
    const packs = line('MAINTENANCE', { productId, position: 3, quantity: 2, years: 1 });
    const event = told('cronwell', [bundle, alone, packs]);
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    const became = await outcomes(event.aggregate);
    const bundled = became.get(bundle.lineId) ?? [];
    const licenses = bundled.filter((id) => id.startsWith('lic_'));
    expect([licenses.length, bundled.length]).toEqual([3, 6]);
    const rows = await rowsOf<{ code: string; until: string }>(
      'select code_key as code, covered_until::text as until from license where id = any($1)',
      licenses,
    );
    expect(rows.map(({ until }) => until)).toEqual(['2027-11-02', '2027-11-02', '2027-11-02']);
    expect(rows.every(({ code }) => hasValidCheck(code))).toBe(true);
    expect(new Set(rows.map(({ code }) => code)).size).toBe(3);
    for (const id of licenses)
      expect(await coverOf(id)).toEqual([{ startsOn: '2026-11-02', expiresOn: '2027-11-02' }]);
    const [lone = ''] = became.get(alone.lineId) ?? [];
    expect(await coverOf(lone)).toEqual([]);
    const codes = await rowsOf<{ state: string; on: string }>(
      'select state, purchased_on::text as on from maintenance_code where id = any($1)',
      became.get(packs.lineId),
    );
    expect(codes).toEqual(Array.from({ length: 2 }, () => ({ state: 'UNUSED', on: purchasedOn })));
    const notices = await rowsOf('select from notice where license_id = any($1)', licenses);
    expect(notices).toHaveLength(3);
  });

  test('two packs of one order for one license lie behind each other', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const both = [
      { startsOn: '2026-11-02', expiresOn: '2027-11-02' },
      { startsOn: '2027-11-02', expiresOn: '2029-11-02' },
    ];
    const [bought, alone] = [line('LICENSE', { productId }), line('LICENSE', { productId, position: 2 })];
    const packs = (from: number, of: Partial<PaidLine>) => [
      line('MAINTENANCE', { productId, position: from, years: 1, ...of }),
      line('MAINTENANCE', { productId, position: from + 1, years: 2, ...of }),
    ];
    const event = told('cronwell', [bought, alone, ...packs(3, { ofLineId: bought.lineId })]);
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    const became = await outcomes(event.aggregate);
    const [[first = ''] = [], [second = ''] = []] = [became.get(bought.lineId), became.get(alone.lineId)];
    expect(await coverOf(first)).toEqual(both);
    const named = told('cronwell', packs(1, { licenseIds: [second] }));
    expect(await hear(named)).toEqual({ applied: [named.id], failed: [] });
    expect(await coverOf(second)).toEqual(both);
  });

  test('an order that is told again, whole or in part, is done once', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const [one, other] = [line('LICENSE', { productId }), line('LICENSE', { productId, position: 2 })];
    const first = told('cronwell', [one]);
    await hear(first, first);
    const again = told('cronwell', [one, other]);
    await hear(again, { ...again, id: randomUUID() });
    const made = await rowsOf<{ ids: string[] }>(
      'select object_ids as ids from fulfilled_line where line_id = any($1)',
      [one.lineId, other.lineId],
    );
    expect(made.map(({ ids }) => ids.length)).toEqual([1, 1]);
    expect([...(await outcomes(again.aggregate)).keys()]).toEqual([other.lineId]);
  });

  test('what was paid for a license that was handed on since is of the license, where it is now', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const bought = line('LICENSE', { productId });
    const order = told('cronwell', [bought]);
    await hear(order);
    const [licenseId = ''] = (await outcomes(order.aggregate)).get(bought.lineId) ?? [];
    const [owner] = await rowsOf<{ id: string; resellerId: string | null }>(
      `update license l set account_id = a.id, reseller_id = a.reseller_id from account a
       where l.id = $1 and a.vendor_id = l.vendor_id and a.kind = 'CUSTOMER' and a.id <> l.account_id
         and a.id = (select max(id) from account where vendor_id = l.vendor_id and kind = 'CUSTOMER')
       returning a.id, a.reseller_id as "resellerId"`,
      licenseId,
    );
    const pack = line('MAINTENANCE', { productId, licenseIds: [licenseId], years: 1 });
    const event = told('cronwell', [pack]);
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    expect(await coverOf(licenseId)).toEqual([{ startsOn: '2026-11-02', expiresOn: '2027-11-02' }]);
    const whose = await rowsOf(
      `select c.account_id as id, c.reseller_id as "resellerId" from coverage_period c where c.license_id = $1
       union all select m.account_id, m.reseller_id from maintenance_association m where m.license_id = $1`,
      licenseId,
    );
    expect(whose).toEqual([owner, owner]);
    const codes = await rowsOf('select account_id from maintenance_code where id = any($1)', [
      ...((await outcomes(event.aggregate)).get(pack.lineId) ?? []),
    ]);
    expect(codes).toEqual([{ account_id: event.payload.customerId }]);
  });

  test('who has it now is held, so that its reseller does not change meanwhile', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const bought = line('LICENSE', { productId });
    const order = told('cronwell', [bought]);
    await hear(order);
    const [licenseId = ''] = (await outcomes(order.aggregate)).get(bought.lineId) ?? [];
    const [owner] = await rowsOf<{ id: string }>(
      `update license l set account_id = a.id, reseller_id = a.reseller_id from account a
       where l.id = $1 and a.vendor_id = l.vendor_id and a.kind = 'CUSTOMER' and a.reseller_id is not null
         and a.id = (select max(id) from account where vendor_id = l.vendor_id and kind = 'CUSTOMER'
           and reseller_id is not null and id <> l.account_id)
       returning a.id`,
      licenseId,
    );
    await rowsOf('begin');
    await rowsOf('select from account where id = $1 for no key update', owner?.id);
    const pack = line('MAINTENANCE', { productId, licenseIds: [licenseId], years: 1 });
    const ended = { yet: false };
    const heard = hear(told('cronwell', [pack])).finally(() => (ended.yet = true));
    while (!ended.yet && (await waitingFor(stage.owner)) === 0);
    await rowsOf('update license set reseller_id = null where id = $1', licenseId);
    await rowsOf('commit');
    expect((await heard).failed).toEqual([]);
    expect(await rowsOf('select reseller_id from coverage_period where license_id = $1', licenseId)).toEqual([
      { reseller_id: null },
    ]);
  });

  test('a pack for a license that was revoked since is left to use for another', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const bought = line('LICENSE', { productId, quantity: 2 });
    const order = told('cronwell', [bought]);
    await hear(order);
    const [revoked = '', good = ''] = (await outcomes(order.aggregate)).get(bought.lineId) ?? [];
    await rowsOf("update license set status = 'REVOKED', revoked_at = now() where id = $1", revoked);
    const packs = line('MAINTENANCE', { productId, licenseIds: [revoked, good], years: 1 });
    const event = told('cronwell', [packs]);
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    expect([await coverOf(revoked), (await coverOf(good)).length]).toEqual([[], 1]);
    const states = await rowsOf<{ state: string }>(
      'select state from maintenance_code where id = any($1) order by state',
      (await outcomes(event.aggregate)).get(packs.lineId),
    );
    expect(states.map(({ state }) => state)).toEqual(['ASSOCIATED', 'UNUSED']);
  });

  test('a line that cannot be done is told of, and the others are done', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const lost = line('MAINTENANCE', { productId, position: 2, licenseIds: ['lic_none'], years: 1 });
    const event = told('cronwell', [line('LICENSE', { productId }), lost]);
    await hear(event);
    const [stuck] = await rowsOf<{ payload: { lines: unknown[] } }>(
      "select payload from outbox_event where type = 'order.stuck' and aggregate = $1",
      event.aggregate,
    );
    expect(stuck?.payload.lines).toMatchObject([{ lineId: lost.lineId, code: 'LICENSE_NOT_FOUND' }]);
    expect((await outcomes(event.aggregate)).size).toBe(1);
  });
});

describe('what was bought is told', () => {
  test('also where a pack was associated before the mail left', async () => {
    const productId = await productOf('cronwell', 'nightrun');
    const event = told('cronwell', [line('MAINTENANCE', { productId, quantity: 2, years: 1 })]);
    await hear(event);
    const [mail] = await rowsOf<{ id: string; codes: string[] }>(
      `select id, array(select jsonb_array_elements_text(data->'codeIds')) as codes from mail
       where kind = 'PURCHASE' order by queued_at desc, id desc limit 1`,
    );
    const letter = async () => {
      const read = await stage.database.transactAs({ job: 'mail', vendorId: event.vendorId }, (transaction) =>
        letterOf(transaction, mail?.id ?? ''),
      );
      return typeof read === 'string' ? read : read.text;
    };
    expect(await letter()).toContain('Associate each pack');
    await rowsOf("update maintenance_code set state = 'ASSOCIATED' where id = any($1)", mail?.codes);
    expect(await letter()).toContain('associated already');
    await rowsOf("update maintenance_code set state = 'VOID' where id = any($1)", mail?.codes);
    expect(await letter()).toBe('CONTENT_GONE');
  });
});

describe('a contract', () => {
  test('is one for all maintenance of an order, with a line for each license', async () => {
    const productId = await productOf('deskhaven', 'frontdesk');
    const licenses = line('LICENSE', { productId, metric: 'USERS', quantity: 3, unitsEach: 4 });
    const cover = line('MAINTENANCE', {
      ...{ productId, metric: 'USERS', quantity: 3, position: 2, years: 1 },
      ...{ ofLineId: licenses.lineId, yearlyNetMinor: 1_200_001 },
    });
    const event = told('deskhaven', [licenses, cover]);
    await hear(event);
    const became = await outcomes(event.aggregate);
    const [contractId = ''] = became.get(cover.lineId) ?? [];
    expect(await coverOf(contractId)).toEqual([{ startsOn: '2026-11-02', expiresOn: '2027-11-02' }]);
    const lines = await rowsOf<{ license: string; minor: string }>(
      'select license_id as license, yearly_price_minor as minor from contract_line where contract_id = $1 order by id',
      contractId,
    );
    expect(lines.map(({ license }) => license).sort()).toEqual(
      [...(became.get(licenses.lineId) ?? [])].sort(),
    );
    expect(lines.map(({ minor }) => Number(minor)).sort((a, b) => a - b)).toEqual([
      400_000, 400_000, 400_001,
    ]);
    const [fact] = await rowsOf<{ payload: { lines: unknown[]; periods: unknown[] } }>(
      "select payload from outbox_event where type = 'contract.changed' and aggregate = $1",
      contractId,
    );
    expect([fact?.payload.lines.length, fact?.payload.periods.length]).toEqual([3, 1]);
  });

  test('is of one length: other years are another contract, a license is on one, and what was stuck comes later', async () => {
    const productId = await productOf('deskhaven', 'frontdesk');
    const of = { productId, metric: 'USERS', yearlyNetMinor: 100_000 } as const;
    const licenses = line('LICENSE', { productId, metric: 'USERS', quantity: 3 });
    const first = told('deskhaven', [licenses]);
    await hear(first);
    const [one = '', two = '', three = ''] = (await outcomes(first.aggregate)).get(licenses.lineId) ?? [];
    const yearly = line('MAINTENANCE', { ...of, licenseIds: [one], years: 1 });
    const long = line('MAINTENANCE', { ...of, licenseIds: [two], years: 3, position: 2 });
    const twice = line('MAINTENANCE', { ...of, licenseIds: [one], years: 1, position: 3 });
    const event = told('deskhaven', [yearly, long, twice]);
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    const became = await outcomes(event.aggregate);
    const contractOf = ({ lineId }: PaidLine) => became.get(lineId)?.[0] ?? '';
    expect(await coverOf(contractOf(yearly))).toEqual([{ startsOn: '2026-11-02', expiresOn: '2027-11-02' }]);
    expect(await coverOf(contractOf(long))).toEqual([{ startsOn: '2026-11-02', expiresOn: '2029-11-02' }]);
    const [stuck] = await rowsOf<{ payload: { lines: unknown[] } }>(
      "select payload from outbox_event where type = 'order.stuck' and aggregate = $1",
      event.aggregate,
    );
    expect(stuck?.payload.lines).toMatchObject([{ lineId: twice.lineId, code: 'LICENSE_NAMED_TWICE' }]);
    const mended = { ...event.payload, lines: [{ ...twice, licenseIds: [three] }] };
    const again = { ...event, id: randomUUID(), position: 2, payload: mended };
    expect(await hear(again)).toEqual({ applied: [again.id], failed: [] });
    const numbers = await rowsOf<{ number: string }>(
      'select number from contract where number ^@ $1 order by number',
      event.payload.number,
    );
    const { number } = event.payload;
    expect(numbers).toEqual([{ number }, { number: `${number}-2` }, { number: `${number}-3` }]);
  });
});

describe('renewals', () => {
  test('follow where cover ends at the payment, and say so where that has moved', async () => {
    const productId = await productOf('deskhaven', 'frontdesk');
    const { accountId } = stage.roleOf('deskhaven.customer');
    const [contract] = await rowsOf<{ id: string; last: string }>(
      `select c.id, max(p.expires_on)::text as last from contract c join coverage_period p on p.subject_id = c.id
       where c.account_id = $1 group by 1 order by 2 desc limit 1`,
      accountId,
    );
    const subjectId = contract?.id ?? '';
    const renew = (position: number, baseExpiresOn: string | null) =>
      line('RENEWAL', {
        ...{ productId, position },
        renewal: { subjectKind: 'CONTRACT', subjectId, terms: 1, baseExpiresOn },
      });
    const first = renew(1, contract?.last ?? '');
    const before = await coverOf(subjectId);
    const event = told('deskhaven', [first]);
    await hear(event);
    const after = await coverOf(subjectId);
    expect(after.length).toBe(before.length + 1);
    expect(after.at(-1)?.startsOn).toBe(contract?.last);
    const late = told('deskhaven', [renew(1, contract?.last ?? '')]);
    await hear(late);
    expect((await coverOf(subjectId)).at(-1)?.startsOn).toBe(after.at(-1)?.expiresOn);
    const moved = async (orderId: string) =>
      rowsOf<{ moved: boolean }>(
        `select (payload->'lines'->0->>'moved')::boolean as moved from outbox_event
         where type = 'order.fulfilled' and aggregate = $1`,
        orderId,
      );
    expect(await moved(event.aggregate)).toEqual([{ moved: false }]);
    expect(await moved(late.aggregate)).toEqual([{ moved: true }]);
  });
});
