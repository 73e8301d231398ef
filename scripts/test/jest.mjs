import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');

/** Rules touch no database; anything else may. */
export function needsDatabase(args) {
  const projects = selectedProjects(args);
  return projects.length === 0 || projects.some((name) => name !== 'rules');
}

function selectedProjects(args) {
  const at = args.findIndex((arg) => /^--selectProjects(=|$)/.test(arg));
  if (at === -1) return [];
  const [, joined] = args[at].split('=');
  if (joined !== undefined) return [joined];
  const rest = args.slice(at + 1);
  const end = rest.findIndex((arg) => arg.startsWith('-'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Runs jest and resolves with its exit code. Ctrl-C reaches it directly; we stay to close what it used. */
export function runJest(args, environment) {
  const child = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest],
      ...args,
      // Last, because jest takes every plain word that follows for another reporter.
      ...['--reporters=default', `--reporters=${join(root, 'scripts', 'test', 'closing-line.mjs')}`],
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
  );
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
