import type { Telling } from '@mainstay/kernel/act/act';
import type { Mirror } from '@mainstay/kernel/events/mirror';
import * as billing from '@mainstay/billing/facts/mirrors';
import * as support from '@mainstay/support/facts/mirrors';
import { openDatabase } from '@mainstay/kernel/db/driver';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { tellAccounts, tellLicenses } from '@mainstay/licensing/facts/tell';
import type { Owner } from './databases.js';
import type { House } from './house.js';
import { consumers, writesOf, type Consumer } from './witness.js';

const mirrors: Readonly<Record<Consumer, readonly Mirror[]>> = {
  support: [support.knownAccounts, support.knownLicenses],
  billing: [billing.knownAccounts, billing.knownLicenses],
};
const handled: Readonly<Record<Consumer, ReadonlySet<string>>> = {
  support: new Set(Object.keys(support.licensingFacts)),
  billing: new Set(Object.keys(billing.licensingFacts)),
};

interface Told {
  readonly vendorId: string;
  readonly id: string;
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An object as a mirror keeps it, as one text; PostgreSQL's `jsonb` puts keys in an order of its own. */
function kept({ columns }: Mirror, valueOf: (column: string, key: string) => unknown): string {
  const values = Object.entries(columns).map(([column, [, key]]) => valueOf(column, key) ?? null);
  return JSON.stringify(values, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/**
 * Where a consumer has not applied each event once and in the order of its aggregate: what it wrote over time is not
 * what it was told over time. None where all is well.
 */
export async function wrongWrites(owner: Owner): Promise<string[]> {
  const wrong: string[] = [];
  for (const consumer of consumers) {
    const told = await owner.rows<Told>(
      'licensing',
      `select e.vendor_id as "vendorId", e.id, e.type, e.aggregate, e.payload from event_delivery d
       join outbox_event e on e.vendor_id = d.vendor_id and e.id = d.event_id where d.consumer = $1 order by d.position`,
      [consumer],
    );
    wrong.push(...(await wrongInbox(owner, consumer, told)));
    for (const mirror of mirrors[consumer]) {
      const noun = mirror.table.replace('known_', '');
      const due = told.filter(({ type }) => handled[consumer].has(type) && type.startsWith(`${noun}.`));
      const expected = Map.groupBy(due, (event) => `${event.vendorId}/${event.aggregate}`);
      const writes = await writesOf(owner, consumer, mirror.table);
      const found = Map.groupBy(writes, ({ vendorId, id }) => `${vendorId}/${id}`);
      for (const place of new Set([...expected.keys(), ...found.keys()])) {
        const [toldOnes, written] = [expected.get(place) ?? [], found.get(place) ?? []];
        const tellings = toldOnes.map(({ payload }) => kept(mirror, (_, key) => payload[key]));
        const rows = written.map(({ row }) => kept(mirror, (column) => row[column]));
        if (tellings.join('\n') !== rows.join('\n'))
          wrong.push(
            `${consumer} wrote ${mirror.table} ${place} ${rows.length} times, told ${tellings.length} times`,
          );
      }
    }
  }
  return wrong;
}

async function wrongInbox(owner: Owner, consumer: Consumer, told: readonly Told[]): Promise<string[]> {
  const inbox = await owner.rows<{ id: string }>(
    consumer,
    `select vendor_id || '/' || event_id as id from inbox_event where producer = 'licensing'`,
  );
  const received = new Set(inbox.map(({ id }) => id));
  const missing = told.filter(({ vendorId, id }) => !received.has(`${vendorId}/${id}`));
  return [
    ...missing.map(({ id, type }) => `${consumer} remembers nothing of ${id}, ${type}`),
    ...(received.size === told.length
      ? []
      : [`${consumer} remembers ${received.size} of ${told.length} events`]),
  ];
}

/** Where what a consumer knows is not what licensing would tell now. None where all is well. */
export async function wrongMirrors(owner: Owner, house: House): Promise<string[]> {
  const now = await tellAll(owner, house);
  const wrong: string[] = [];
  for (const consumer of consumers)
    for (const mirror of mirrors[consumer]) {
      const rows = await owner.rows<{ id: string } & Record<string, unknown>>(
        consumer,
        `select * from ${mirror.table}`,
      );
      const known = new Map(rows.map((row) => [row.id, kept(mirror, (column) => row[column])]));
      const expected = now.filter(({ type }) => mirror.table === `known_${String(type.split('.')[0])}`);
      for (const { aggregate, payload } of expected)
        if (known.get(aggregate) !== kept(mirror, (_, key) => payload[key]))
          wrong.push(`${consumer} knows ${mirror.table} ${aggregate} otherwise than licensing`);
      if (known.size !== expected.length || known.size === 0)
        wrong.push(`${consumer} knows ${known.size} of ${mirror.table}, licensing ${expected.length}`);
    }
  return wrong;
}

/** By the reads that fill events, as an administrator of each vendor. */
async function tellAll(owner: Owner, { loginUrls }: House): Promise<Telling[]> {
  const logger = { warn: () => undefined, error: () => undefined };
  const database = openDatabase({ url: loginUrls.licensing, service: 'licensing', logger });
  try {
    const told: Telling[] = [];
    for (const vendorId of await idsOf(owner, 'vendor')) {
      const accounts = await idsOf(owner, 'account', vendorId);
      const licenses = await idsOf(owner, 'license', vendorId);
      await database.transact(adminOf(vendorId), async (transaction) => {
        told.push(...(await tellAccounts(transaction, accounts, 'account.changed')));
        told.push(...(await tellLicenses(transaction, licenses, 'license.changed')));
      });
    }
    return told;
  } finally {
    await database.close();
  }
}

async function idsOf(owner: Owner, table: string, vendorId: string | null = null): Promise<string[]> {
  const rows = await owner.rows<{ id: string }>(
    'licensing',
    `select ${table === 'vendor' ? 'vendor_id as id' : 'id'} from ${table} where $1::text is null or vendor_id = $1`,
    [vendorId],
  );
  return rows.map(({ id }) => id);
}

function adminOf(vendorId: string): Viewer {
  return {
    ...{ role: 'VENDOR_ADMIN', databaseRole: 'app_admin', vendorId, accountId: null, licenseId: null },
    ...{ userId: null, membershipId: 'mbr', keyId: null, scopes: [], zone: 'UTC' },
    now: new Date().toISOString(),
  };
}
