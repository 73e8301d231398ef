import pg from 'pg';
import { buildTestWorld } from '@mainstay/demo/test-world';
import type { Role, Row, World } from '@mainstay/demo/world/world';
import type { Act, ActInput, Outcome } from '@mainstay/kernel/act/act';
import { perform } from '@mainstay/kernel/act/perform';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import type { DatabaseRole, Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';
import type { ServiceName } from './cluster.js';
import { cloneDatabase } from './database.js';
import { testNow } from './graph.js';

const roles: Readonly<Record<string, readonly [ViewerRole, DatabaseRole]>> = {
  admin: ['VENDOR_ADMIN', 'app_admin'],
  agent: ['SUPPORT_AGENT', 'app_agent'],
  analyst: ['ANALYST', 'app_analyst'],
  reseller: ['RESELLER', 'app_reseller'],
  customer: ['CUSTOMER', 'app_customer'],
  partner: ['PARTNER', 'app_reseller'],
};

/** One service's database with the demo world, and everybody of its cast to act on it. */
export interface Stage {
  readonly world: World;
  readonly owner: pg.Client;
  /** As the service's own login, for what jobs do. */
  readonly database: Database;
  roleOf(name: string): Role;
  viewerOf(name: string): Viewer;
  act<Input extends ActInput, Facts, Code extends string>(
    name: string,
    act: Act<Input, Facts, Code>,
    input: Input,
  ): Promise<Outcome<Code>>;
  /** A table of the service: what a refusal must leave as it is. */
  rows(table: string): Promise<Row[]>;
  /** How much was left by acts, together. */
  trail(): Promise<string>;
  /** What the newest act has left. */
  left(): Promise<{ readonly entry: Row; readonly events: readonly Row[] }>;
  close(): Promise<void>;
}

export async function openStage(service: ServiceName): Promise<Stage> {
  const made = await cloneDatabase(service, { demo: true });
  const silent = { warn: () => undefined, error: () => undefined };
  const database: Database = openDatabase({ url: made.loginUrl, service, logger: silent });
  const owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  const world = buildTestWorld();
  const rows = async (text: string) => (await owner.query<Row>(text)).rows;
  const roleOf = (name: string) => {
    const role = world.cast.find((one) => one.name === name);
    if (role === undefined) throw new Error(`Nobody in the demo is called ${name}.`);
    return role;
  };
  const viewerOf = (name: string) => {
    const role = roleOf(name);
    // Noon of the fixed day lies in it in every tenant's zone.
    const vendor = (world.licensing['vendor'] ?? []).find((row) => row['vendor_id'] === role.vendorId);
    return viewerFor(role, String(vendor?.['zone']));
  };
  return {
    ...{ world, owner, database, roleOf, viewerOf },
    act: (name, act, input) => {
      const outlet = { consumers: ['support', 'billing'], nudge: () => undefined };
      return perform({ database, viewer: viewerOf(name), outlet }, act, input);
    },
    rows: (table) => rows(`select * from ${table} order by id`),
    async trail() {
      const [counted] = await rows(
        "select concat((select count(*) from audit_entry), '/', (select count(*) from outbox_event)) as trail",
      );
      return String(counted?.['trail']);
    },
    async left() {
      const newest = 'from audit_entry order by recorded_at desc, id desc limit 1';
      const [entry = {}] = await rows(`select * ${newest}`);
      // Of the same transaction.
      const events = await rows(
        `select type, aggregate, payload from outbox_event where xmin = (select xmin ${newest}) order by ctid`,
      );
      return { entry, events };
    },
    async close() {
      await owner.end();
      await database.close();
      await made.drop();
    },
  };
}

function viewerFor({ name, vendorId, accountId, by }: Role, zone: string): Viewer {
  const found = roles[name.split('.')[1] ?? ''];
  if (found === undefined) throw new Error(`${name} does nothing in a service.`);
  const [role, databaseRole] = found;
  return {
    ...{ role, databaseRole, vendorId, accountId, licenseId: null, now: testNow, zone },
    ...(by.kind === 'key'
      ? { userId: null, membershipId: null, keyId: by.keyId }
      : { userId: `user of ${name}`, membershipId: by.membershipId, keyId: null }),
    scopes: role === 'PARTNER' ? ['licensing:write', 'support:write', 'billing:write'] : [],
  };
}
