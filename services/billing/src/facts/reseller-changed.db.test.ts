import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import type { ToldEvent } from '@mainstay/kernel/events/told-event';
import { testNow } from '../../../../test/harness/graph.js';
import { openQuoteStage, quoteVendor, type QuoteStage } from '../../../../test/harness/quoting.js';
import { BillingContext } from '../context.js';
import { resellerChanged } from './reseller-changed.js';

let stage: QuoteStage;

beforeAll(async () => {
  stage = await openQuoteStage();
});
afterAll(() => stage.close());

const vendorId = () => String(stage.roleOf(`${quoteVendor}.admin`).vendorId);
const customer = () => String(stage.roleOf(`${quoteVendor}.customer`).accountId);
const reseller = () => String(stage.roleOf(`${quoteVendor}.reseller`).accountId);

/** Another reseller of the tenant. */
function otherReseller(): string {
  const found = (stage.world.licensing['account'] ?? []).find(
    (row) => row['vendor_id'] === vendorId() && row['kind'] === 'RESELLER' && row['id'] !== reseller(),
  );
  return String(found?.['id']);
}

function changed(more: Partial<ToldEvent['payload']> = {}): ToldEvent {
  return {
    ...{ vendorId: vendorId(), id: randomUUID(), position: 1, type: 'account.resellerChanged' },
    ...{ aggregate: customer(), occurredAt: '2026-11-02 12:00:00+00' },
    payload: { id: customer(), fromResellerId: reseller(), toResellerId: otherReseller(), ...more },
  };
}

const hear = (...events: ToldEvent[]) =>
  receiveEvents(
    {
      database: stage.database,
      handlers: { 'account.resellerChanged': resellerChanged({ consumers: ['licensing'] }) },
    },
    'licensing',
    events,
  );

/** What a reseller, or somebody of the cast, asks with. */
function contextOf(name: string, accountId = stage.viewerOf(name).accountId): BillingContext {
  const shared = { database: stage.database, outlet: noOutlet, clock: () => testNow };
  return new BillingContext(shared, { ...stage.viewerOf(name), accountId }, undefined);
}

async function statesOf(ids: readonly string[]): Promise<unknown[]> {
  const states: unknown[] = [];
  for (const id of ids) states.push((await stage.quoteRow(id))['state']);
  return states;
}

describe('of a reseller that was left', () => {
  test('open quotes for that customer are void, with one entry, and each is told; nothing else is', async () => {
    const offered = [
      await stage.newQuote({ buyer: 'reseller' }),
      await stage.newQuote({ buyer: 'reseller' }),
    ];
    const others = [
      // Made to the customer direct; to the reseller for another customer; and one that holds no longer.
      await stage.newQuote(),
      await stage.newQuote({ buyer: 'reseller', customerId: reseller() }),
      await stage.newQuote({ buyer: 'reseller', validThrough: '2026-11-01' }),
    ];
    const event = changed();
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    expect(await statesOf([...offered, ...others])).toEqual(['VOID', 'VOID', 'OPEN', 'OPEN', 'OPEN']);
    const row = await stage.quoteRow(String(offered[0]));
    expect(row).toMatchObject({ void_reason: 'RESELLER_CHANGED', decided_at: new Date(testNow) });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'quoteVoid', actor_kind: 'JOB', actor_id: 'job:events' });
    expect(entry).toMatchObject({ account_id: reseller(), acted_at: new Date(testNow) });
    expect(events.map(({ type, aggregate }) => [type, aggregate])).toEqual(
      offered.map((id) => ['quote.voided', id]),
    );
    expect(events[0]?.['payload']).toMatchObject({ accountId: reseller(), customerId: customer() });
  });

  test('they are void once, however often that is told', async () => {
    const id = await stage.newQuote({ buyer: 'reseller' });
    const event = changed();
    await Promise.all([hear(event), hear(event)]);
    await hear(event, changed());
    expect(await stage.trailOf(id)).toEqual({ acts: ['quoteVoid'], events: ['quote.voided'] });
  });

  test('nothing is void where there was none before', async () => {
    const id = await stage.newQuote({ buyer: 'reseller' });
    const before = await stage.trail();
    const event = changed({ fromResellerId: null, toResellerId: reseller() });
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    expect([await stage.trail(), ...(await statesOf([id]))]).toEqual([before, 'OPEN']);
    await stage.owner.query("update quote set valid_through = '2026-11-01' where id = $1", [id]);
  });

  test('of another vendor the same words mean other quotes', async () => {
    const id = await stage.newQuote({ buyer: 'reseller' });
    await hear({ ...changed(), vendorId: String(stage.roleOf('deskhaven.admin').vendorId) });
    expect(await statesOf([id])).toEqual(['OPEN']);
  });

  test('an event that cannot be read, or of a vendor not known yet, is tried again', async () => {
    const [garbled, early] = [changed({ id: 7 }), { ...changed(), vendorId: 'vnd_unknown' }];
    const { applied, failed } = await hear(garbled);
    expect([applied, failed.map(({ id }) => id)]).toEqual([[], [garbled.id]]);
    expect((await hear(early)).failed).toHaveLength(1);
  });
});

/** What somebody reads of billing's documents, as resolvers read it. */
async function seenBy(
  name: string,
  ids: { readonly quote: string; readonly invoice: string; readonly license: string },
  accountId?: string,
) {
  const { quotes, invoices, known } = contextOf(name, accountId);
  return {
    quote: (await quotes.byId(ids.quote))?.id ?? null,
    lines: (await quotes.lines(ids.quote)).length,
    listed: (await quotes.list({ page: { first: 100 } })).rows.some(({ id }) => id === ids.quote),
    renewal: (await quotes.renewalOfLicense(ids.license))?.id ?? null,
    invoice: (await invoices.byId(ids.invoice))?.id ?? null,
    customer: (await known.account(customer()))?.id ?? null,
    license: (await known.license(ids.license))?.id ?? null,
  };
}

test('what a former reseller was offered and bought stays its own, names the customer no more, and is for nobody else', async () => {
  const license = (stage.world.licensing['license'] ?? []).find((row) => row['account_id'] === customer());
  const licenseId = String(license?.['id']);
  const quote = await stage.newQuote({ buyer: 'reseller', licenseId });
  const bought = (stage.world.billing['invoice'] ?? []).find((row) => row['account_id'] === reseller());
  const ids = { quote, invoice: String(bought?.['id']), license: licenseId };
  const nothing = { quote: null, lines: 0, listed: false, renewal: null, invoice: null };
  const itself = { customer: customer(), license: licenseId };
  const own = { quote, lines: 1, listed: true, invoice: ids.invoice };
  expect(await seenBy('cronwell.reseller', ids)).toEqual({ ...own, renewal: quote, ...itself });
  expect(await seenBy('cronwell.customer', ids)).toEqual({ ...nothing, ...itself });

  // As licensing tells it: the account and its licenses have another reseller, then that it changed.
  for (const table of ['known_account', 'known_license'])
    await stage.owner.query(
      `update ${table} set reseller_id = $2 where ${table === 'known_account' ? 'id' : 'account_id'} = $1`,
      [customer(), otherReseller()],
    );
  await hear(changed());

  expect(await seenBy('cronwell.reseller', ids)).toEqual({
    ...own,
    renewal: null,
    customer: null,
    license: null,
  });
  expect(await seenBy('cronwell.customer', ids)).toEqual({ ...nothing, ...itself });
  expect(await seenBy('cronwell.reseller', ids, otherReseller())).toEqual({ ...nothing, ...itself });
});
