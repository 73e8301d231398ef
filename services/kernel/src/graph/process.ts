import { refuseOldNode } from './node-version.js';

/** What a process does until it is told to stop. */
export interface Running {
  readonly url: string;
  /** Takes nothing new, lets what runs end, then closes what it holds. */
  stop(): Promise<void>;
}

/** The part of Node's `process` that a process of ours uses. */
export interface Host {
  readonly versions: { readonly node: string };
  readonly execPath: string;
  readonly ppid: number;
  readonly connected?: boolean;
  readonly stderr: { write(text: string): unknown };
  on(event: string, listener: (...facts: unknown[]) => void): unknown;
  send?: ((message: object) => unknown) | undefined;
  exit(code: number): unknown;
}

interface State {
  stopping: boolean;
  starting: Promise<Running> | null;
}

const parentCheckMs = 1_000;
const patienceMs = 20_000;

/**
 * Runs one part of the house as a process of its own, from start to an orderly stop. It stops when it is told to
 * and when its parent has gone, however that died: nothing stays behind that nobody knows of.
 */
export async function runProcess(
  name: string,
  start: () => Promise<Running>,
  host: Host = process,
): Promise<void> {
  if (!refuseOldNode(host)) return;
  const state: State = { stopping: false, starting: null };

  function fail(fault: unknown): void {
    host.stderr.write(`${name}: ${told(fault)}\n`);
    host.exit(1);
  }

  function stop(): void {
    // A second signal means that somebody will not wait.
    if (state.stopping) {
      host.exit(1);
      return;
    }
    state.stopping = true;
    setTimeout(() => host.exit(1), patienceMs).unref();
    Promise.resolve(state.starting)
      .then((running) => running?.stop())
      .then(() => host.exit(0), fail);
  }

  host.on('SIGTERM', stop);
  host.on('SIGINT', stop);
  host.on('uncaughtException', fail);
  whenOrphaned(host, () => {
    if (!state.stopping) stop();
  });
  if (state.stopping) return;
  try {
    state.starting = start();
    const { url } = await state.starting;
    host.send?.({ ready: true, url });
  } catch (fault) {
    fail(fault);
  }
}

/** A parent with a channel is gone when the channel is; any other when somebody else has become the parent. */
function whenOrphaned(host: Host, act: () => void): void {
  if (host.send !== undefined) {
    host.on('disconnect', act);
    if (host.connected === false) act();
    return;
  }
  const parent = host.ppid;
  const timer = setInterval(() => {
    if (host.ppid === parent) return;
    clearInterval(timer);
    act();
  }, parentCheckMs);
  timer.unref();
}

/** Configuration faults are written to be read; any other message may hold a value, and its kind and place must do. */
function told(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  if (fault.name === 'ConfigFault') return fault.message;
  const code = 'code' in fault && typeof fault.code === 'string' ? ` ${fault.code}` : '';
  const places = (fault.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '));
  return [`${fault.name}${code}`, ...places.slice(0, 8)].join('\n');
}
