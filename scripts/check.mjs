// `npm run check`: what a change must pass before it is committed, in under a minute. Drift of the schema runs beside
// types and lint, which follow each other since lint asks the types' record who imports whom; the rules' tests, which
// use all processors, come after them.
import './start/node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

// Jest by itself leaves one processor free, for a person who works beside it; here somebody waits.
const rules = ['test', '--', '--selectProjects', 'rules', '--maxWorkers=100%'];
const lint = join(import.meta.dirname, 'check', 'lint.mjs');

const npm = (...args) => run('npm', ['run', '--silent', ...args], process.platform === 'win32');

function run(command, args, shell = false) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell });
    let said = '';
    const hear = (chunk) => (said += chunk);
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => resolve({ ok: false, said: error.message }));
    child.once('exit', (code) => resolve({ ok: code === 0, said }));
  });
}

async function step(name, running) {
  const { ok, said } = await running;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
  if (!ok) {
    console.log(said.trim());
    process.exitCode = 1;
  }
}

async function typesThenLint() {
  await step('types', npm('types'));
  await step('lint', run(process.execPath, [lint]));
}

await Promise.all([step('schema:check', npm('schema:check')), typesThenLint()]);
await step('test', npm(...rules));
