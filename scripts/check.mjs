// `npm run check`: what a change must pass before it is committed, in under a minute. Lint, types and drift of the
// schema run beside each other; the rules' tests, which use all processors, come after them.
import './start/node-version.mjs';
import { spawn } from 'node:child_process';

const together = ['lint', 'types', 'schema:check'];
const after = [['test', '--', '--selectProjects', 'rules']];

function npm(...args) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    const hear = (chunk) => (said += chunk);
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => resolve({ ok: false, said: error.message }));
    child.once('exit', (code) => resolve({ ok: code === 0, said }));
  });
}

async function step(...args) {
  const { ok, said } = await npm(...args);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${args[0]}`);
  if (!ok) {
    console.log(said.trim());
    process.exitCode = 1;
  }
}

await Promise.all(together.map((name) => step(name)));
for (const args of after) await step(...args);
