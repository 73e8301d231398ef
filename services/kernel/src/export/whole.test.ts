import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDrafts, manifestName, wholeFile, wholeFolder } from './whole.js';

let folder: string;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-whole-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a file', () => {
  test('appears when it is whole', async () => {
    const result = await wholeFile(at('one'), false, async (draft) => {
      await writeFile(draft, 'half');
      expect(existsSync(at('one'))).toBe(false);
      await writeFile(draft, 'whole');
      return 7;
    });
    expect([result, readFileSync(at('one'), 'utf8'), readdirSync(folder)]).toEqual([7, 'whole', ['one']]);
  });

  test('is not there at all where it broke', async () => {
    const broken = wholeFile(at('one'), false, async (draft) => {
      await writeFile(draft, 'half');
      throw new Error('The disk is full.');
    });
    await expect(broken).rejects.toThrow('The disk is full.');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('does not replace what was put there meanwhile', async () => {
    const late = wholeFile(at('one'), false, async (draft) => {
      await writeFile(draft, 'late');
      writeFileSync(at('one'), 'first');
    });
    await expect(late).rejects.toThrow('is there already');
    expect([readFileSync(at('one'), 'utf8'), readdirSync(folder)]).toEqual(['first', ['one']]);
    await wholeFile(at('one'), true, (draft) => writeFile(draft, 'forced'));
    expect([readFileSync(at('one'), 'utf8'), readdirSync(folder)]).toEqual(['forced', ['one']]);
  });

  test('leaves nothing half made where the process is told to end', async () => {
    await wholeFile(at('one'), false, async (draft) => {
      await writeFile(draft, 'half');
      dropDrafts();
      expect(readdirSync(folder)).toEqual([]);
      await writeFile(draft, 'whole');
    });
  });

  test('is no folder', async () => {
    await expect(wholeFile(folder, true, () => Promise.resolve())).rejects.toThrow('is a folder');
  });
});

describe('a folder', () => {
  const fill = (draft: string) => writeFile(join(draft, manifestName), '{}');

  test('appears when it is whole, also where an empty one is', async () => {
    mkdirSync(at('empty'));
    for (const name of ['new', 'empty']) await wholeFolder(at(name), false, fill);
    expect(readdirSync(folder)).toEqual(['empty', 'new']);
    expect(readdirSync(at('empty'))).toEqual([manifestName]);
  });

  test('is not there at all where it broke', async () => {
    await expect(wholeFolder(at('one'), false, () => Promise.reject(new Error('broke')))).rejects.toThrow(
      'broke',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test('replaces an export alone, and only where it is told to', async () => {
    await wholeFolder(at('one'), false, async (draft) => {
      await fill(draft);
      await writeFile(join(draft, 'older'), '');
    });
    await expect(wholeFolder(at('one'), false, fill)).rejects.toThrow('is not empty');
    await wholeFolder(at('one'), true, fill);
    expect([readdirSync(folder), readdirSync(at('one'))]).toEqual([['one'], [manifestName]]);
    mkdirSync(at('letters'));
    writeFileSync(at('letters/kept'), '');
    await expect(wholeFolder(at('letters'), true, fill)).rejects.toThrow('it is not replaced');
    expect(readdirSync(at('letters'))).toEqual(['kept']);
  });
});
