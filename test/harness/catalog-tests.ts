import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { catalogFaults, dumpCatalog } from '@mainstay/kernel/db/catalog';
import type { ServiceName } from './cluster.js';
import { cloneDatabase, type TestDatabase } from './database.js';

/** Jobs work the queues of all vendors, one row after the other; what they do for one goes through its own scope. */
const queues = [
  'policy without the vendor: idempotent_answer.idempotent_answer_app_jobs',
  'policy without the vendor: idempotent_answer.idempotent_answer_app_jobs_delete',
  'policy without the vendor: due_work.due_work_app_jobs',
  'policy without the vendor: due_work.due_work_app_jobs_update',
  'policy without the vendor: event_delivery.event_delivery_app_jobs',
  'policy without the vendor: event_delivery.event_delivery_app_jobs_update',
  'policy without the vendor: outbox_event.outbox_event_app_jobs',
];

/** What every service's tables must be: without a hole in the scope but those written down, and as committed. */
export function checksCatalog(service: ServiceName, exceptions: readonly string[] = []): void {
  const committed = new URL(`../../services/${service}/migrations/catalog.generated.txt`, import.meta.url);
  let made: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    made = await cloneDatabase(service);
    owner = new pg.Client(made.ownerUrl);
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await made.drop();
  });

  test('no hole in the scope but the exceptions that are written down', async () => {
    expect(await catalogFaults(owner)).toEqual([...exceptions, ...queues].sort());
  });

  test('the migrations make the committed catalog (WRITE_CATALOG=1 writes it)', async () => {
    const dump = await dumpCatalog(owner);
    if (process.env['WRITE_CATALOG'] === '1') writeFileSync(committed, dump);
    expect(dump).toBe(readFileSync(committed, 'utf8'));
  });
}
