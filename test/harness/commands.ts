import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs what a script of the house runs, from compiled output and in a process of its own, with an empty checkout for
 * its root: `command` is a function of `file` that takes `{ root, args }` and resolves with the exit code.
 */
export async function runCommand(
  { file, command, project }: { readonly file: string; readonly command: string; readonly project: string },
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const program = `
    const [file, command, root, ...args] = process.argv.slice(1);
    process.exitCode = await (await import(file))[command]({ root, args });`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, [...flags, `./${file}`, command, project, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as unknown[];
  return { code, out, err };
}
