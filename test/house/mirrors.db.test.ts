import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { licensingMirrors as billing } from '@mainstay/billing/facts/mirrors';
import type { Mirror } from '@mainstay/kernel/events/mirror';
import { factsAgain } from '@mainstay/licensing/facts/told-again';
import { licensingMirrors as support } from '@mainstay/support/facts/mirrors';
import { cloneDatabase, type TestDatabase } from '../harness/database.js';

const consumers: [name: 'support' | 'billing', mirrors: readonly Mirror[]][] = [
  ['support', support],
  ['billing', billing],
];

/** A mirror that is in no list would be lacking for ever, and nobody told. */
describe.each(consumers)('what %s keeps of facts of others', (service, mirrors) => {
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

  test('is compared with what they have, and can be told again', async () => {
    const { rows } = await owner.query<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relname like 'known\\_%' order by 1",
    );
    const known = rows.map(({ name }) => name);
    expect(mirrors.map(({ table }) => table).sort()).toEqual(known);
    expect(factsAgain.map(({ mirror }) => mirror)).toEqual(expect.arrayContaining(known));
  });
});
