import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const told = z.object({
  pid: z.number(),
  how: z.enum(['created', 'started', 'adopted']),
  url: z.string(),
  otherUsers: z.array(z.number()),
});

/** Another process with the checkout's server open. */
export interface Opener {
  readonly server: z.infer<typeof told>;
  readonly pid: number;
  /** Stops in order; tells the exit code and whatever the process complained of. */
  stop(order?: 'stop' | 'stop with an open pool'): Promise<{ code: unknown; said: string }>;
  /** Ends it as `kill -9` does, once it is gone. */
  kill(): Promise<void>;
}

/** Resolves when the process has the server; rejects with what it said when it could not have it. */
export async function openElsewhere(project: string, name = 'start'): Promise<Opener> {
  const child = fork(fileURLToPath(new URL('keep-open.mjs', import.meta.url)), [project, name], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, said }));
  const server = await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => told.parse(message)),
    ended.then(() => Promise.reject(new Error(`It opened no server:\n${said}`))),
  ]);
  return {
    server,
    pid: pidOf(child),
    stop: (order = 'stop') => {
      child.send(order);
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('The process did not begin.');
  return child.pid;
}
