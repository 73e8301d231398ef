import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '@mainstay/kernel/act/act';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { openResaleStage, type ResaleStage } from '../../../../test/harness/resale.js';
import { heardBy } from '../facts/heard.js';
import { noteCoverUse } from '../maintenance/cover-use.js';
import { previewAssociate } from './associate-preview.rules.js';
import { maintenanceAssociate, type MaintenanceAssociate } from './maintenance-associate.js';
import { maintenanceAssociationUndo } from './maintenance-association-undo.js';
import { PackReads } from './pack.reads.js';

let stage: ResaleStage;
let vendorId: string;
let customer: string;
let reseller: string;
let productId: string;
let rowsOf: ResaleStage['rowsOf'];

beforeAll(async () => {
  stage = await openResaleStage();
  ({ vendorId, customer, reseller, productId, rowsOf } = stage);
});
afterAll(() => stage.close());

/** A license of the reseller's customer, covered for a year up to a day where one is told. */
const license = (coveredUntil: string | null = null, owner = customer) =>
  stage.license({ owner, coveredUntil });
const code = (purchasedOn: string, owner = reseller) => stage.pack({ purchasedOn, owner });

const coverOf = async (subjectId: string) =>
  (
    await rowsOf<{ days: string }>(
      "select starts_on || '/' || expires_on as days from coverage_period where subject_id = $1 order by 1",
      subjectId,
    )
  ).map(({ days }) => days);
const untilOf = async (id: string) =>
  (
    await rowsOf<{ until: string | null }>(
      'select covered_until::text as until from license where id = $1',
      id,
    )
  )[0]?.until;
const stateOf = async (id: string) =>
  (await rowsOf<{ state: string }>('select state from maintenance_code where id = $1', id))[0]?.state;
const associate = (who: string, input: MaintenanceAssociate) =>
  stage.act(`cronwell.${who}`, maintenanceAssociate, input);
const codesOf = (outcome: Outcome<string>) =>
  outcome.done ? [] : outcome.refusals.map((refusal) => refusal.code);

describe('a pack', () => {
  test('of a reseller covers a license of its customer, and all that hangs on cover follows', async () => {
    const [licenseId, first, second] = [
      await license('2026-12-01'),
      await code('2026-10-01'),
      await code('2026-10-02'),
    ];
    const done = await associate('reseller', {
      pairs: [second, first].map((maintenanceCodeId) => ({ maintenanceCodeId, licenseId })),
      customerId: customer,
    });
    expect(done.done).toBe(true);
    expect(await coverOf(licenseId)).toEqual([
      '2025-12-01/2026-12-01',
      '2026-12-01/2027-12-01',
      '2027-12-01/2028-12-01',
    ]);
    expect([await untilOf(licenseId), await stateOf(first)]).toEqual(['2028-12-01', 'ASSOCIATED']);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'maintenanceAssociate', account_id: customer });
    expect(entry['decision']).toMatchObject({ warnings: ['STACKED'] });
    expect(events.map(({ type }) => type)).toEqual([
      'coverage.renewed',
      'coverage.renewed',
      'license.covered',
    ]);
    expect(JSON.stringify(events)).not.toContain(first.toUpperCase());
    const notices = await rowsOf(
      'select from notice where license_id = $1 and expires_on = $2',
      licenseId,
      '2028-12-01',
    );
    expect(notices).toHaveLength(1);
  });

  test('is used once by two at once, and by the same key twice', async () => {
    const [one, other, maintenanceCodeId] = [await license(), await license(), await code('2026-10-01')];
    const both = await Promise.all(
      [one, other].map((licenseId) => associate('reseller', { pairs: [{ maintenanceCodeId, licenseId }] })),
    );
    expect(both.flatMap(codesOf)).toEqual(['CODE_USED']);
    expect((await Promise.all([coverOf(one), coverOf(other)])).flat()).toEqual(['2026-10-01/2027-10-01']);
    const again = await code('2026-10-01');
    const input = { pairs: [{ maintenanceCodeId: again, licenseId: one }], idempotencyKey: 'once' };
    const answers = [await associate('reseller', input), await associate('reseller', input)];
    expect(answers[1]).toEqual(answers[0]);
    expect(await coverOf(one)).toHaveLength((await coverOf(other)).length === 0 ? 2 : 1);
  });

  test('of a list with one fault none is used, and nothing is left', async () => {
    const [licenseId, good, used] = [await license(), await code('2026-10-01'), await code('2026-10-01')];
    await rowsOf("update maintenance_code set state = 'VOID' where id = $1", used);
    const before = await stage.trail();
    const pairs = [good, used].map((maintenanceCodeId) => ({ maintenanceCodeId, licenseId }));
    expect(codesOf(await associate('reseller', { pairs }))).toEqual(['CODE_VOID']);
    expect([await coverOf(licenseId), await stateOf(good), await stage.trail()]).toEqual([
      [],
      'UNUSED',
      before,
    ]);
  });

  test('is for no license that was revoked', async () => {
    const [licenseId, maintenanceCodeId] = [await license(), await code('2026-10-01')];
    await rowsOf("update license set status = 'REVOKED', revoked_at = '2026-10-02' where id = $1", licenseId);
    const pairs = [{ maintenanceCodeId, licenseId }];
    expect(codesOf(await associate('reseller', { pairs }))).toEqual(['LICENSE_REVOKED']);
    expect([await coverOf(licenseId), await stateOf(maintenanceCodeId)]).toEqual([[], 'UNUSED']);
  });

  test('of others does not exist, nor do licenses and customers of others', async () => {
    const [licenseId, maintenanceCodeId] = [await license(), await code('2026-10-01')];
    const pairs = [{ maintenanceCodeId, licenseId }];
    expect(codesOf(await associate('customer', { pairs }))).toEqual(['CODE_NOT_FOUND']);
    const foreign = stage.roleOf('deskhaven.customer').accountId ?? '';
    expect(codesOf(await associate('reseller', { pairs, customerId: foreign }))).toEqual([
      'CUSTOMER_NOT_FOUND',
    ]);
    const [alien] = await rowsOf<{ id: string }>(
      'select id from license where account_id = $1 limit 1',
      foreign,
    );
    const abroad = [{ maintenanceCodeId, licenseId: alien?.id ?? '' }];
    expect(codesOf(await associate('reseller', { pairs: abroad }))).toEqual(['SUBJECT_NOT_FOUND']);
    await expect(associate('analyst', { pairs })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a preview', () => {
  const preview = async (who: string, input: MaintenanceAssociate) => {
    const reads = new PackReads({ database: stage.database, viewer: stage.viewerOf(`cronwell.${who}`) });
    return previewAssociate(await reads.associating(input, '2026-11-02'), input, '2026-11-02');
  };

  /** A site pack and a site of the customer with one license that has no cover. */
  async function siteOf(licenseId: string): Promise<string> {
    const id = `site-${licenseId}`;
    await rowsOf(
      `with made as (insert into site (vendor_id, id, account_id, reseller_id, product_id, name)
         values ($1, $2, $3, $4, $5, $2))
       insert into site_member (vendor_id, id, account_id, reseller_id, site_id, license_id, joined_on)
       values ($1, $2, $3, $4, $2, $6, '2026-10-01')`,
      ...[vendorId, id, customer, reseller, productId, licenseId],
    );
    return id;
  }

  test('tells the cover that the act then makes, and names what remains without', async () => {
    const [covered, bare, atSite] = [await license('2026-12-01'), await license(), await license()];
    const [stacked, whole] = [await code('2026-10-01'), await code('2026-09-30')];
    await rowsOf("update maintenance_code set metric = 'SITE' where id = $1", whole);
    const siteId = await siteOf(atSite);
    const input = {
      pairs: [
        { maintenanceCodeId: stacked, licenseId: covered },
        { maintenanceCodeId: whole, siteId },
      ],
      customerId: customer,
    };
    const before = await stage.trail();
    const told = await preview('reseller', input);
    expect(told.refusals).toEqual([]);
    expect(told.pairs.map(({ planned, warnings }) => [planned?.period.expiresOn, warnings])).toEqual([
      ['2027-12-01', ['STACKED', 'OTHERS_UNCOVERED']],
      ['2027-09-30', ['DAYS_LOST']],
    ]);
    expect(told.uncoveredLicenseIds).toContain(bare);
    expect(told.uncoveredLicenseIds).not.toContain(atSite);
    expect((await preview('reseller', { pairs: input.pairs.slice(0, 1) })).uncoveredLicenseIds).toContain(
      atSite,
    );
    expect([await stage.trail(), await stateOf(stacked)]).toEqual([before, 'UNUSED']);
    expect((await associate('reseller', input)).done).toBe(true);
    expect((await coverOf(covered)).at(-1)).toBe('2026-12-01/2027-12-01');
    expect(await coverOf(siteId)).toEqual(['2026-09-30/2027-09-30']);
  });

  test('tells nothing of codes, licenses and customers of others', async () => {
    const pairs = [{ maintenanceCodeId: await code('2026-10-01'), licenseId: await license() }];
    const [pair] = (await preview('customer', { pairs })).pairs;
    expect([pair?.planned, pair?.refusals.map((refusal) => refusal.code)]).toEqual([
      null,
      ['CODE_NOT_FOUND'],
    ]);
    const foreign = stage.roleOf('deskhaven.customer').accountId ?? '';
    const [alien] = await rowsOf<{ id: string }>(
      'select id from license where account_id = $1 limit 1',
      foreign,
    );
    const abroad = [
      { ...pairs[0], maintenanceCodeId: pairs[0]?.maintenanceCodeId ?? '', licenseId: alien?.id ?? '' },
    ];
    const told = await preview('reseller', { pairs: abroad });
    expect([told.pairs[0]?.refusals[0]?.code, told.uncoveredLicenseIds]).toEqual(['SUBJECT_NOT_FOUND', []]);
    expect((await preview('reseller', { pairs, customerId: foreign })).refusals[0]?.code).toBe(
      'CUSTOMER_NOT_FOUND',
    );
  });

  test('of a hundred licenses without cover those of the list hide no other', async () => {
    const many = await Promise.all(Array.from({ length: 100 }, () => license()));
    const apart = await license();
    const codes = await Promise.all(many.map(() => code('2026-10-01')));
    const pairs = many.map((licenseId, index) => ({ maintenanceCodeId: codes[index] ?? '', licenseId }));
    const told = await preview('reseller', { pairs });
    expect(told.uncoveredLicenseIds).toContain(apart);
    expect(told.uncoveredLicenseIds.filter((id) => many.includes(id))).toEqual([]);
  });
});

describe('taken back', () => {
  const undo = (associationId: string) =>
    stage.act('cronwell.reseller', maintenanceAssociationUndo, { associationId });

  async function used(licenseId: string, maintenanceCodeId: string): Promise<string> {
    const outcome = await associate('reseller', { pairs: [{ maintenanceCodeId, licenseId }] });
    return outcome.done ? (outcome.result['association0'] ?? '') : '';
  }

  test('it can be used again, and what lies behind flows forward', async () => {
    const licenseId = await license('2026-12-01');
    const [first, second] = [await code('2026-10-01'), await code('2026-10-02')];
    const association = await used(licenseId, first);
    await used(licenseId, second);
    const both = await Promise.all([undo(association), undo(association)]);
    expect(both.map(({ done }) => done).sort()).toEqual([false, true]);
    expect(await coverOf(licenseId)).toEqual(['2025-12-01/2026-12-01', '2026-12-01/2027-12-01']);
    expect([await stateOf(first), await stateOf(second), await untilOf(licenseId)]).toEqual([
      ...['UNUSED', 'ASSOCIATED', '2027-12-01'],
    ]);
    expect(codesOf(await undo(association))).toEqual(['UNDONE_ALREADY']);
    await used(licenseId, first);
    expect(await coverOf(licenseId)).toHaveLength(3);
  });

  test('it stays where a ticket was opened because of it, and not by units alone', async () => {
    const [licenseId, maintenanceCodeId] = [await license(), await code('2026-10-01')];
    const association = await used(licenseId, maintenanceCodeId);
    const opened = (ticketId: string, underCover: boolean) => ({
      ...{ vendorId, id: `evt-${ticketId}`, position: 1, type: 'ticket.opened', aggregate: ticketId },
      ...{ occurredAt: '2026-11-02 12:00:00+00' },
      payload: { ticketId, licenseId, accountId: customer, openedOn: '2026-11-02', underCover },
    });
    const hear = (...events: ReturnType<typeof opened>[]) =>
      receiveEvents({ database: stage.database, handlers: heardBy({ consumers: [] }) }, 'support', events);
    await hear(opened('by-units', false));
    expect(await rowsOf('select from cover_use where license_id = $1', licenseId)).toEqual([]);
    await hear(opened('covered', true), opened('covered', true));
    expect(codesOf(await undo(association))).toEqual(['COVER_USED']);
  });

  test('it stays where something was given because of it, after its hours, and in a bundle', async () => {
    const [licenseId, maintenanceCodeId] = [await license(), await code('2026-10-01')];
    const association = await used(licenseId, maintenanceCodeId);
    await stage.database.transactAs({ job: 'test', vendorId }, (transaction) =>
      noteCoverUse(transaction, { licenseId, kind: 'MOVE', objectId: 'move', usedOn: '2026-11-02' }),
    );
    expect(codesOf(await undo(association))).toEqual(['COVER_USED']);
    await rowsOf(
      "update maintenance_association set associated_at = associated_at - interval '24 hours' where id = $1",
      association,
    );
    expect(codesOf(await undo(association))).toEqual(['UNDO_LATE']);
    await rowsOf('update maintenance_association set bundled = true where id = $1', association);
    expect(codesOf(await undo(association))).toEqual(['BUNDLED']);
    expect(await coverOf(licenseId)).toHaveLength(1);
  });
});
