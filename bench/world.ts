import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { newSecrets, openIssuer, type DemoIssuer } from '@mainstay/demo/issuer';
import { loadWorld } from '@mainstay/demo/load';
import { demoSeed } from '@mainstay/demo/open';
import { personasOf, type Personas } from '@mainstay/demo/personas';
import { buildWorld } from '@mainstay/demo/world/build';
import { prepareDatabase } from '@mainstay/kernel/db/prepare';
import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { migrations as billing } from '@mainstay/billing/migrations/history';
import { migrations as licensing } from '@mainstay/licensing/migrations/history';
import { migrations as support } from '@mainstay/support/migrations/history';

export type Service = 'licensing' | 'support' | 'billing';

export interface BenchWorld {
  readonly loginUrls: Readonly<Record<Service, string>>;
  readonly issuer: DemoIssuer;
  readonly personas: Personas;
}

/** Made anew for each run, so that no figure depends on what an earlier one left. */
export async function openWorld(urlOf: (database: string) => string): Promise<BenchWorld> {
  const histories: Readonly<Record<Service, readonly SqlMigration[]>> = { licensing, support, billing };
  const loginPassword = randomBytes(24).toString('hex');
  const prepare = async (service: Service) => {
    const database = `bench_${service}`;
    await recreate(urlOf('postgres'), database);
    const ownerUrl = urlOf(database);
    const prepared = await prepareDatabase({ ownerUrl, loginPassword, migrations: histories[service] });
    return { ownerUrl, loginUrl: prepared.loginUrl };
  };
  const made = {
    licensing: await prepare('licensing'),
    support: await prepare('support'),
    billing: await prepare('billing'),
  };
  const issuer = await openIssuer(newSecrets(Date.now() - 60_000));
  const world = buildWorld({
    seed: demoSeed,
    today: new Date().toISOString().slice(0, 10),
    partnerKeyHash: (tenant) => issuer.partnerKeyHash(tenant),
  });
  const { licensing: l, support: s, billing: b } = made;
  await loadWorld(world, { licensing: l.ownerUrl, support: s.ownerUrl, billing: b.ownerUrl });
  return {
    loginUrls: { licensing: l.loginUrl, support: s.loginUrl, billing: b.loginUrl },
    issuer,
    personas: await personasOf(world.cast, issuer),
  };
}

/** Without force: where another run uses the database, this one fails and says so. */
async function recreate(administratorUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${database}`);
    await client.query(`create database ${database} template template0`);
  } finally {
    await client.end();
  }
}
