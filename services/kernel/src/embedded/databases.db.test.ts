import { expect, test } from '@jest/globals';
import { ask, open, trialCheckouts } from '../../../../test/harness/checkouts.js';
import { ensureDatabases } from './databases.js';

const checkout = trialCheckouts();

test('of many first starts at once each finds its databases, and one has made them', async () => {
  const server = await open(checkout());
  const url = server.url('postgres');
  const names = ['trial_one', 'trial_two', 'trial_three'];
  const made = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ensureDatabases(url, names)));
  expect(made.flat().sort()).toEqual([...names].sort());
  const found = await ask(
    url,
    "select datname as name from pg_database where datname like 'trial%' order by 1",
  );
  expect(found.map(({ name }) => name)).toEqual([...names].sort());
  await server.stop();
});
