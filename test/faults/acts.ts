import {
  accountCreate,
  accountUpdate,
  contactCreate,
  contactUpdate,
  coverCorrect,
  licenseReinstate,
  licenseSuspend,
  siteCreate,
  type Client,
} from '@mainstay/sdk';
import type { Row, World } from '@mainstay/demo/world/world';
import type { Chance } from '../oracle/random.js';

/** What somebody is answered: the id of what was changed, or why nothing was. */
export interface Answer {
  readonly id: string | null;
  readonly refusals: readonly string[];
}

/** One act that somebody asks for until it is answered. */
export interface Asked {
  readonly key: string;
  /** Where its effect stands, and as what; an object that it makes bears a value that no other has. */
  readonly leaves: { readonly column: string; readonly value: string; readonly makes: boolean };
  readonly table: 'contact' | 'account' | 'site' | 'license' | 'coverage_period';
  send(client: Client): Promise<Answer>;
}

/**
 * Who acts, and on what. Accounts are everybody's; licenses and periods are one client's, who asks one thing after the
 * other, so that what it asks for may be done.
 */
export interface Desk {
  readonly persona: string;
  readonly accountIds: readonly string[];
  readonly contactIds: readonly string[];
  readonly productId: string;
  readonly licenses: readonly { readonly id: string; suspended: boolean }[];
  readonly periods: readonly { readonly id: string; expiresOn: string }[];
}

const reason = 'Put right by hand.';
const accountsShared = 3;
const ownedByEach = 2;

export function openDesks(world: World, clients: number): Desk[] {
  const admins = world.cast.filter(({ name }) => name.endsWith('.admin'));
  return Array.from({ length: clients }, (_, index) => {
    const admin = admins[index % admins.length];
    if (admin === undefined) throw new Error('The demo has no administrators.');
    const own = (table: string) =>
      (world.licensing[table] ?? []).filter((row) => row['vendor_id'] === admin.vendorId);
    const contacts = own('contact');
    const accountIds = [...new Set(contacts.map((row) => String(row['account_id'])))].slice(
      0,
      accountsShared,
    );
    const from = Math.floor(index / admins.length) * ownedByEach;
    const part = <Thing>(things: readonly Thing[]) => things.slice(from, from + ownedByEach);
    return {
      ...{ persona: admin.name, accountIds },
      contactIds: contacts
        .filter((row) => accountIds.includes(String(row['account_id'])))
        .map(({ id }) => String(id)),
      productId: String(own('product')[0]?.['id']),
      licenses: part(
        own('license')
          .filter(({ status }) => status === 'ACTIVE')
          .map(({ id }) => ({ id: String(id), suspended: false })),
      ),
      periods: part(lastPeriods(own('coverage_period'))),
    };
  });
}

/** Of each license, site and contract the last one: nothing stands behind it when its end is moved. */
function lastPeriods(rows: readonly Row[]): { readonly id: string; expiresOn: string }[] {
  const last = new Map<string, Row>();
  for (const row of rows.toSorted((a, b) => String(a['starts_on']).localeCompare(String(b['starts_on']))))
    last.set(String(row['subject_id']), row);
  return [...last.values()].map((row) => ({ id: String(row['id']), expiresOn: String(row['expires_on']) }));
}

/** The next act at a desk, by chance; what it makes and writes bears the number of the act. */
export function nextAct(desk: Desk, key: string, number: number, chance: Chance): Asked {
  // Of four vendors one sells no maintenance.
  const maker = chance.pick(desk.periods.length === 0 ? makers : [...makers, moveCover]);
  return maker({ desk, key, number, chance });
}

interface Making {
  readonly desk: Desk;
  readonly key: string;
  readonly number: number;
  readonly chance: Chance;
}

const named = (key: string) => ({ idempotencyKey: key });

type Maker = (making: Making) => Asked;

const makers: readonly Maker[] = [
  ({ desk, key, number, chance }) => {
    const accountId = chance.pick(desk.accountIds);
    const email = `fault-${number}@example.com`;
    const input = { ...named(key), accountId, name: 'Sample Person', email };
    return {
      ...{ key, table: 'contact', leaves: { column: 'email', value: email, makes: true } },
      send: async (client) => {
        const { contact, userErrors } = (await contactCreate(client, { input })).contactCreate;
        return answerOf(contact?.id, userErrors);
      },
    };
  },
  ({ desk, key, number, chance }) => {
    const phone = `+1 555 ${number}`;
    const input = { ...named(key), contactId: chance.pick(desk.contactIds), phone, reason };
    return {
      ...{ key, table: 'contact', leaves: { column: 'phone', value: phone, makes: false } },
      send: async (client) => {
        const { contact, userErrors } = (await contactUpdate(client, { input })).contactUpdate;
        return answerOf(contact?.id, userErrors);
      },
    };
  },
  ({ key, number }) => {
    const name = `Newcomer of fault ${number}`;
    const input = { ...named(key), name, kind: 'CUSTOMER', country: 'SE' } as const;
    return {
      ...{ key, table: 'account', leaves: { column: 'name', value: name, makes: true } },
      send: async (client) => {
        const { account, userErrors } = (await accountCreate(client, { input })).accountCreate;
        return answerOf(account?.id, userErrors);
      },
    };
  },
  ({ desk, key, number, chance }) => {
    const name = `Company of fault ${number}`;
    const input = { ...named(key), accountId: chance.pick(desk.accountIds), name };
    return {
      ...{ key, table: 'account', leaves: { column: 'name', value: name, makes: false } },
      send: async (client) => {
        const { account, userErrors } = (await accountUpdate(client, { input })).accountUpdate;
        return answerOf(account?.id, userErrors);
      },
    };
  },
  ({ desk, key, number, chance }) => {
    const name = `Site of fault ${number}`;
    const { productId } = desk;
    const input = { ...named(key), accountId: chance.pick(desk.accountIds), productId, name };
    return {
      ...{ key, table: 'site', leaves: { column: 'name', value: name, makes: true } },
      send: async (client) => {
        const { site, userErrors } = (await siteCreate(client, { input })).siteCreate;
        return answerOf(site?.id, userErrors);
      },
    };
  },
  ({ desk, key, chance }) => {
    const license = chance.pick(desk.licenses);
    license.suspended = !license.suspended;
    const [value, input] = [
      license.suspended ? 'SUSPENDED' : 'ACTIVE',
      { ...named(key), licenseId: license.id, reason },
    ];
    return {
      ...{ key, table: 'license', leaves: { column: 'status', value, makes: false } },
      send: async (client) => {
        const { license: told, userErrors } =
          value === 'SUSPENDED'
            ? (await licenseSuspend(client, { input })).licenseSuspend
            : (await licenseReinstate(client, { input })).licenseReinstate;
        return answerOf(told?.id, userErrors);
      },
    };
  },
];

const moveCover: Maker = ({ desk, key, chance }) => {
  const period = chance.pick(desk.periods);
  period.expiresOn = dayAfter(period.expiresOn);
  const { id: periodId, expiresOn } = period;
  const input = { ...named(key), kind: 'MOVE', periodId, expiresOn, reason } as const;
  return {
    ...{ key, table: 'coverage_period', leaves: { column: 'expires_on', value: expiresOn, makes: false } },
    send: async (client) => {
      const { periodId: id, userErrors } = (await coverCorrect(client, { input })).coverCorrect;
      return answerOf(id, userErrors);
    },
  };
};

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

function answerOf(id: string | null | undefined, userErrors: readonly { readonly code: string }[]): Answer {
  return { id: id ?? null, refusals: userErrors.map(({ code }) => code) };
}
