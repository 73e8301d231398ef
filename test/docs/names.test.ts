import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as sdk from '@mainstay/sdk';
import { readDocument, root } from './blocks.js';

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
}).split('\0');
const names = new Set(files.map((file) => basename(file)));
const documents = files.filter((file) =>
  /^(README\.md|docs\/.+\.md|(services\/[^/]+|gateway|sdk|demo)\/README\.md)$/.test(file),
);
const { scripts } = JSON.parse(readDocument('package.json')) as { scripts: Record<string, string> };

/** What a start or a test makes is not in the repository. */
const made = /^\.run\//;
const fileName = /^[\w.-]+\.(ts|tsx|mjs|md|json|graphql|txt|tsv)$/;
const path = /^\.?[\w][\w.-]*(\/[\w.-]+)*\/[\w.-]*$/;

/** Code in running text; fenced blocks are other people's words. */
function codeIn(document: string): string[] {
  const text = document.replace(/^```[\s\S]*?^```$/gm, '');
  return Array.from(text.matchAll(/`([^`\n]+)`/g), ([, code]) => code ?? '');
}

function isThere(document: string, named: string): boolean {
  if (fileName.test(named)) return names.has(named);
  const from = join(root, dirname(document));
  return [root, from, join(from, 'src')].some((folder) => existsSync(join(folder, named)));
}

test('there are documents to look at', () => {
  expect(documents.length).toBeGreaterThan(8);
});

test.each(documents)('%s links to what exists', (document) => {
  const targets = Array.from(
    readDocument(document).matchAll(/\]\(([^)\s]+)\)/g),
    ([, target]) => target ?? '',
  );
  const local = targets.filter((target) => !/^(https?:|#)/.test(target));
  const missing = local.filter(
    (target) => !existsSync(join(root, dirname(document), target.split('#')[0] ?? '')),
  );
  expect(missing).toEqual([]);
});

test.each(documents)('%s names files and folders that exist', (document) => {
  const named = codeIn(readDocument(document)).filter((code) => fileName.test(code) || path.test(code));
  const missing = named.filter((code) => !made.test(code) && !isThere(document, code));
  // The reader's own file.
  expect(missing.filter((code) => code !== 'first.ts')).toEqual([]);
});

test.each(documents)('%s names commands that exist', (document) => {
  const text = readDocument(document);
  const run = Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, name]) => name ?? '');
  const short = Array.from(text.matchAll(/npm (start|test)\b/g), ([, name]) => name ?? '');
  expect([...run, ...short].filter((name) => !(name in scripts))).toEqual([]);
});

test('the classes in the README of the SDK are those that it has', () => {
  const told = new Set(readDocument('sdk/README.md').match(/\b[A-Z]\w*Error\b/g));
  const exported = Object.keys(sdk).filter((name) => name.endsWith('Error'));
  expect([...told].sort()).toEqual(exported.sort());
});
