import { expect, test } from '@jest/globals';
import { cpSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ask, open, trialCheckouts } from '../../../../test/harness/checkouts.js';
import { nativeFolder } from './binaries.js';

const checkout = trialCheckouts();

/** What npm leaves when it runs no install scripts. */
function packageWithoutLinks(project: string): string {
  const installed = join(nativeFolder(), '..');
  const unpacked = join(project, 'package');
  cpSync(installed, unpacked, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  return join(unpacked, 'native');
}

test('a package whose install script never ran gives a server', async () => {
  const project = checkout();
  const native = packageWithoutLinks(project);
  const list = z
    .array(z.object({ target: z.string() }))
    .parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))
    .map(({ target }) => join(native, '..', target));
  const linksThere = () =>
    list.filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true);
  expect(linksThere()).toEqual([]);
  const server = await open(project, { native });
  expect(list.length).toBeGreaterThan(0);
  expect(linksThere()).toEqual(list);
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
});
