// `npm run guards [name…]`: shows that each guard of the house is held by a test. Every entry of
// scripts/guards/list.mjs takes one guard out of a copy of the tree and demands that the test it names turns red;
// the same test must be green in the untouched copy. Ends with a table and a non-zero exit where a removal went unseen.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guards } from './guards/list.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// One for each run: two at once would take guards out of each other's copy.
const copy = join(root, '.run', `guards-${String(process.pid)}`);
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));

/** Tracked and new files only; packages by link, the workspaces' own links pointing into the copy. */
function makeCopy() {
  rmSync(copy, { recursive: true, force: true });
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const file of listed.stdout
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  mkdirSync(join(copy, 'node_modules', '@mainstay'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@mainstay') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  for (const place of [
    'services/kernel',
    'services/licensing',
    'services/support',
    'services/billing',
    'gateway',
    'sdk',
    'demo',
  ]) {
    symlinkSync(join(copy, place), join(copy, 'node_modules', '@mainstay', place.split('/').at(-1)));
  }
}

/** Takes the guard out; the text must stand exactly once, so that a moved guard is noticed and not skipped. */
function remove(guard) {
  const path = join(copy, guard.file);
  const before = readFileSync(path, 'utf8');
  const places = before.split(guard.find).length - 1;
  if (places !== 1)
    throw new Error(`${guard.name}: its text stands ${places} times in ${guard.file}, expected once`);
  writeFileSync(
    path,
    before.replace(guard.find, () => guard.replace),
  );
  return () => writeFileSync(path, before);
}

function run(test) {
  const args = ['scripts/test.mjs', '--selectProjects', test.project, '--testPathPatterns', test.path];
  if (test.name !== undefined) args.push('--testNamePattern', test.name);
  const done = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 300_000,
  });
  const output = `${done.stdout}\n${done.stderr}`;
  const counted = /^Tests:.*$/m.exec(output)?.[0] ?? '';
  return {
    green: done.status === 0 && / passed/.test(counted),
    red: done.status !== 0 && / failed/.test(counted),
    output,
  };
}

const wanted = process.argv.slice(2);
const chosen =
  wanted.length === 0 ? guards : guards.filter((guard) => wanted.some((word) => guard.name.includes(word)));
makeCopy();
const known = new Map();
const unseen = [];
for (const [index, guard] of chosen.entries()) {
  const key = JSON.stringify(guard.test);
  if (!known.has(key)) known.set(key, run(guard.test));
  const before = known.get(key);
  let verdict;
  if (before.green) {
    const restore = remove(guard);
    const after = run(guard.test);
    restore();
    verdict = after.red ? 'held' : 'NOT HELD';
    if (!after.red) process.stderr.write(after.output.slice(-2_000));
  } else {
    verdict = 'TEST NOT GREEN';
    process.stderr.write(before.output.slice(-2_000));
  }
  if (verdict !== 'held') unseen.push(guard.name);
  console.log(
    `${String(index + 1).padStart(3)}/${chosen.length}  ${verdict.padEnd(14)} ${guard.name}  (${guard.test.path}${guard.test.name ? ` › ${guard.test.name}` : ''})`,
  );
}
console.log(
  `\n${chosen.length - unseen.length} held, ${unseen.length} not held${unseen.length > 0 ? `: ${unseen.join(', ')}` : ''}`,
);
process.exitCode = unseen.length > 0 ? 1 : 0;
