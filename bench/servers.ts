import { fileURLToPath } from 'node:url';
import type * as Processes from '../scripts/start/apart.mjs';
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
  /** How `npm start` runs processes. Handed in, since the bench is compiled away from its place. */
  readonly processes: typeof Processes;
  readonly parts: Parts;
  /** Holds the issuer's public keys for the gateway that runs apart. */
  readonly jwksFile: string;
  /** Where each process leaves a profile of its processor time; null for none. */
  readonly profileFolder: string | null;
}

const probe = new URL('./probe.js', import.meta.url).href;

/** Every measured process answers what it has used, and leaves a profile where one is asked for. */
function execArgvOf({ profileFolder }: ServerOptions, name: string): string[] {
  const profile =
    profileFolder === null
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, `--cpu-prof-name=${name}.cpuprofile`];
  return ['--import', probe, ...profile];
}

function usageOf({ name, child }: Processes.Part): Promise<[string, Usage]> {
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

async function usagesOf(parts: readonly Processes.Part[]): Promise<ReadonlyMap<string, Usage>> {
  return new Map(await Promise.all(parts.map(usageOf)));
}

/** Nobody waits for it: thrown where a process is seen to end, it ends the bench. */
function failMeasurement(why: string): never {
  throw new Error(why);
}

/** One of our own servers beside this file, in a process of its own. */
async function startOwn(options: ServerOptions, name: string): Promise<Server> {
  const { startPart, stopParts } = options.processes;
  const part = startPart({
    name,
    file: fileURLToPath(new URL(`./${name}.js`, import.meta.url)),
    environment: { [partsVariable]: JSON.stringify(options.parts) },
    execArgv: execArgvOf(options, name),
    say: failMeasurement,
  });
  return {
    endpoint: new URL(await part.url),
    usage: () => usagesOf([part]),
    stop: () => stopParts([part]),
  };
}

export const startByHand = (options: ServerOptions): Promise<Server> => startOwn(options, 'by-hand');
export const startValidating = (options: ServerOptions): Promise<Server> => startOwn(options, 'validating');
export const startOne = (options: ServerOptions): Promise<Server> => startOwn(options, 'one');

/** Gateway and subgraphs in four processes, as `npm start -- --apart` opens them. */
export async function startApart(options: ServerOptions): Promise<Server> {
  const { root, parts, jwksFile } = options;
  const {
    endpoint,
    parts: started,
    stop,
  } = await options.processes.openApart({
    root,
    loginUrls: parts.loginUrls,
    port: 0,
    issuer: parts.issuer.issuer,
    jwksFile,
    logLevel: 'warn',
    execArgvOf: (name) => execArgvOf(options, name),
    // What was measured over a restart would be of two processes.
    say: failMeasurement,
  });
  return { endpoint: new URL(endpoint), usage: () => usagesOf(started), stop };
}
