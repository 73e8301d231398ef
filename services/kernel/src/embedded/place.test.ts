import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount, type ServerAccount } from './account.js';
import { outsideFolder, preparePlace } from './place.js';

let project = '';
let native = '';
/** Ourselves, as the account that anybody may run a program under; that it needs passage is told by modes alone. */
const account: ServerAccount = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/** A checkout with a package whose server only tells its version. */
beforeEach(() => {
  project = mkdtempSync(join(realpathSync(tmpdir()), 'mainstay-place-'));
  native = join(project, 'package', 'native');
  for (const folder of ['bin', 'lib']) mkdirSync(join(native, folder), { recursive: true });
  writeFileSync(join(native, '..', 'package.json'), '{}');
  writeFileSync(join(native, 'lib', 'libtrial.so.60'), 'the library');
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libtrial.so.60', target: 'native/lib/libtrial.so' }]),
  );
  runs('true');
  chmodSync(project, 0o755);
});
afterEach(() => {
  for (const folder of [outsideFolder(project), project]) rmSync(folder, { recursive: true, force: true });
});

function runs(command: string): void {
  writeFileSync(join(native, 'bin', 'postgres'), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
}

const place = (name = 'start', as: ServerAccount | null = account) =>
  preparePlace({ project, name, native, account: as, environment: process.env });

test('root gets an account without rights for the server, anybody else none', () => {
  expect(serverAccount(0)).toEqual({ uid: 65534, gid: 65534 });
  expect(serverAccount(1_000)).toBeNull();
});

test('a checkout that others may pass holds its server, and the package is used where it lies', () => {
  const found = place();
  const folder = join(project, '.run', 'postgres', 'start');
  expect(found).toMatchObject({ folder, native, data: join(folder, 'data'), outside: null });
  expect(existsSync(outsideFolder(project))).toBe(false);
});

test('whoever runs the server as himself needs no passage for others', () => {
  chmodSync(project, 0o700);
  expect(place('start', null)).toMatchObject({ native, outside: null });
});

test('under a closed folder programs and data lie outside, in one place that is told', () => {
  chmodSync(project, 0o700);
  const found = place();
  const outside = outsideFolder(project);
  expect(found).toMatchObject({
    outside,
    folder: join(outside, 'start'),
    data: join(outside, 'start', 'data'),
  });
  expect(found.native.startsWith(outside)).toBe(true);
  expect(place()).toEqual(found);
  // A second server of the checkout shares the programs.
  expect(place('test').native).toBe(found.native);
});

test('all that lies outside is open to the account, and linked, although the package was closed', () => {
  chmodSync(project, 0o700);
  chmodSync(join(native, 'lib', 'libtrial.so.60'), 0o600);
  chmodSync(join(native, 'bin', 'postgres'), 0o700);
  const found = place();
  const modes = ['..', '.', 'bin', 'bin/postgres', 'lib', 'lib/libtrial.so.60', '../start'];
  expect(modes.map((path) => (statSync(join(found.native, path)).mode & 0o777).toString(8))).toEqual([
    '755',
    '755',
    '755',
    '755',
    '755',
    '644',
    '755',
  ]);
  expect(readFileSync(join(found.native, 'lib', 'libtrial.so'), 'utf8')).toBe('the library');
});

test('programs that the account cannot run where they lie are copied outside as well', () => {
  runs('case "$0" in */package/*) exit 126;; esac');
  expect(place().outside).toBe(outsideFolder(project));
});

test('another version of the package gets a copy of its own', () => {
  chmodSync(project, 0o700);
  const before = place();
  writeFileSync(join(native, '..', 'package.json'), '{"version":"2"}');
  expect(place().native).not.toBe(before.native);
});

test('a copy that another start is still making is not touched', () => {
  chmodSync(project, 0o700);
  const { native: copied } = place();
  const draft = `${copied}.test.draft`;
  rmSync(copied, { recursive: true });
  mkdirSync(draft);
  place();
  expect(existsSync(draft)).toBe(true);
});

test('a folder outside that somebody else laid there is not trusted', () => {
  chmodSync(project, 0o700);
  mkdirSync(join(project, 'trap'));
  symlinkSync(join(project, 'trap'), outsideFolder(project));
  expect(() => place()).toThrow(/belongs to somebody else/);
});

test('where no folder outside can be passed, the way out is told', () => {
  chmodSync(project, 0o700);
  expect(() => outsideFolder('/a/checkout', [project])).toThrow(/Give database URLs of your own/);
});
