import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

/** As npm runs it; none of these opens anything. */
function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [start, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...environment },
  });
  return { status, stdout, stderr };
}

test.each(['--help', '-h'])('%s tells what a start takes, which is no fault', (option) => {
  const { status, stdout, stderr } = run([option]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('npm start [-- [--apart] [--port N]]');
});

test.each([['--nonsense'], ['--port', 'x'], ['--port', '65536'], ['4100']])('%s %s is refused', (...args) => {
  const { status, stderr } = run(args);
  expect(status).toBe(2);
  expect(stderr).toContain('npm start [-- [--apart] [--port N]]');
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([
  ['npm_config_apart', 'true', 'npm start -- --apart'],
  ['npm_config_port', '4100', 'npm start -- --port'],
])('what npm has taken for itself, %s, is not silently lost', (name, value, wayOut) => {
  const { status, stderr } = run([], { [name]: value });
  expect(status).toBe(2);
  expect(stderr).toContain(wayOut);
});

test('what cannot be configured is a line each, without a stack and without a value', () => {
  const { status, stderr } = run([], {
    SUPPORT_DATABASE_URL: 's3cr3t',
    MAINSTAY_LOG_LEVEL: 's3cr3t',
    NODE_ENV: 'production',
  });
  expect(status).toBe(1);
  const [, ...lines] = stderr.trim().split('\n');
  expect(lines.map((line) => line.trim().split(' ')[0])).toEqual([
    'MAINSTAY_LOG_LEVEL',
    'NODE_ENV',
    'SUPPORT_DATABASE_URL',
  ]);
  expect(stderr).not.toMatch(/s3cr3t|^ +at /m);
});
