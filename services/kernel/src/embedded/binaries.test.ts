import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureLinks, nativeFolder } from './binaries.js';

let native = '';
const link = () => join(native, 'lib', 'libtrial.so');

/** A package as npm unpacks it: the library, the list of links, and no link. */
beforeEach(() => {
  native = mkdtempSync(join(tmpdir(), 'mainstay-native-'));
  mkdirSync(join(native, 'lib'));
  writeFileSync(join(native, 'lib', 'libtrial.so.60.2'), 'the library');
  const list = [{ source: 'native/lib/libtrial.so.60.2', target: 'native/lib/libtrial.so' }];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(list));
});
afterEach(() => {
  rmSync(native, { recursive: true });
});

test('a missing link is made, and leads to the library wherever the folder is moved', () => {
  ensureLinks(native);
  expect(readlinkSync(link())).toBe('libtrial.so.60.2');
  expect(readFileSync(link(), 'utf8')).toBe('the library');
});

test('a link that is there is left as it is', () => {
  ensureLinks(native);
  const before = lstatSync(link()).ino;
  ensureLinks(native);
  expect(lstatSync(link()).ino).toBe(before);
});

test('a link that leads elsewhere is replaced', () => {
  symlinkSync('/nowhere/libtrial.so.59', link());
  ensureLinks(native);
  expect(readFileSync(link(), 'utf8')).toBe('the library');
});

test('a whole copy of the library in place of the link is left there', () => {
  writeFileSync(link(), 'a copy');
  ensureLinks(native);
  expect(readFileSync(link(), 'utf8')).toBe('a copy');
});

test('a package without a list of links needs none', () => {
  rmSync(join(native, 'pg-symlinks.json'));
  expect(() => {
    ensureLinks(native);
  }).not.toThrow();
});

test('where there is no embedded PostgreSQL the way out is named', () => {
  expect(() => nativeFolder('plan9-mips')).toThrow(/plan9-mips.*LICENSING_DATABASE_URL/);
  const missing = () => {
    throw new Error('Cannot find package');
  };
  expect(() => nativeFolder('linux-x64', missing)).toThrow(/npm ci.*LICENSING_DATABASE_URL/);
});
