import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { partsVariable, type Parts } from './parts.js';
import type { Usage } from './probe.js';

export interface Server {
  readonly endpoint: URL;
  /** Of each of its processes, by name. */
  readonly usage: () => Promise<ReadonlyMap<string, Usage>>;
  readonly stop: () => Promise<void>;
}

export interface ServerOptions {
  readonly root: string;
  readonly parts: Parts;
  /** Holds the issuer's public keys for the gateway that runs apart. */
  readonly jwksFile: string;
  /** Where each process leaves a profile of its processor time; null for none. */
  readonly profileFolder: string | null;
}

interface Process {
  readonly name: string;
  readonly child: ChildProcess;
  readonly url: string;
}

const probe = new URL('./probe.js', import.meta.url).href;

function start(
  options: ServerOptions,
  name: string,
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<Process> {
  const { PATH, NODE_ENV } = process.env;
  const { profileFolder } = options;
  const profile =
    profileFolder === null
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, `--cpu-prof-name=${name}.cpuprofile`];
  const child = fork(file, [], {
    execArgv: ['--import', probe, ...profile],
    env: { PATH, ...(NODE_ENV === undefined ? {} : { NODE_ENV }), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C reaches it through us.
    detached: true,
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      resolve({ name, child, url: (message as { url: string }).url });
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`${name} ended with ${String(code)} before it was ready.`));
    });
  });
}

function usageOf({ name, child }: Process): Promise<[string, Usage]> {
  return new Promise((resolve, reject) => {
    const gone = () => {
      reject(new Error(`${name} has ended.`));
    };
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve([name, message as Usage]);
    });
    child.send('usage');
  });
}

/** The last started first, because it may ask the others. */
async function stopAll(processes: readonly Process[]): Promise<void> {
  for (const { child } of processes.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

function serverOf(processes: readonly Process[]): Server {
  return {
    endpoint: new URL(processes.at(-1)!.url),
    usage: async () => new Map(await Promise.all(processes.map(usageOf))),
    stop: () => stopAll(processes),
  };
}

/** One of our own servers beside this file, in a process of its own. */
async function startOwn(options: ServerOptions, name: string): Promise<Server> {
  const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const environment = { [partsVariable]: JSON.stringify(options.parts) };
  return serverOf([await start(options, name, file, environment)]);
}

export const startByHand = (options: ServerOptions): Promise<Server> => startOwn(options, 'by-hand');
export const startOne = (options: ServerOptions): Promise<Server> => startOwn(options, 'one');

/** Gateway and subgraphs in four processes, as `npm start -- --apart` opens them. */
export async function startApart(options: ServerOptions): Promise<Server> {
  const { root, parts, jwksFile } = options;
  const shared = { MAINSTAY_MESH_KEY: randomBytes(32).toString('hex'), MAINSTAY_LOG_LEVEL: 'warn' };
  const processes: Process[] = [];
  try {
    const urls: Record<string, string> = {};
    for (const service of ['licensing', 'support', 'billing'] as const) {
      const variable = service.toUpperCase();
      const file = join(root, 'services', service, 'dist', 'main.js');
      const own = { [`${variable}_LOGIN_URL`]: parts.loginUrls[service], [`${variable}_PORT`]: '0' };
      const started = await start(options, service, file, { ...shared, ...own });
      processes.push(started);
      urls[`${variable}_URL`] = started.url;
    }
    const environment = {
      ...shared,
      ...urls,
      GATEWAY_PORT: '0',
      GATEWAY_ISSUER: parts.issuer.issuer,
      GATEWAY_JWKS: jwksFile,
    };
    processes.push(await start(options, 'gateway', join(root, 'gateway', 'dist', 'main.js'), environment));
    return serverOf(processes);
  } catch (fault) {
    await stopAll(processes);
    throw fault;
  }
}
