import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, pidFile, type Postmaster } from './postmaster.js';

/** One process's use of a running server. Several test runs of one checkout share a server. */
export interface Use {
  /** Ends the use; true when it was the last one, so that the server should now be stopped. */
  end(): boolean;
}

/** Waits for its input to end, which happens with its parent however that dies; a shell, because it costs 1 MB. */
const watchdog = `
read -r _
rm -f "$1/$2"
for other in "$1"/*; do
  kill -0 "\${other##*/}" 2>/dev/null && exit 0
done
[ "$(head -n 1 "$3")" = "$4" ] && kill -INT "$4"
`;

/**
 * Notes that this process uses the server and leaves a watchdog, so that a kill -9 of this process leaves no server
 * running either. Where there is no shell (Windows) the next start adopts the orphan instead.
 */
export function beginUse(folder: string, data: string, server: Postmaster): Use {
  const users = join(folder, 'users');
  mkdirSync(users, { recursive: true });
  const me = String(process.pid);
  writeFileSync(join(users, me), '');
  const dog = process.platform === 'win32' ? null : release(users, me, data, server.pid);
  return {
    end: () => {
      dog?.kill('SIGKILL');
      rmSync(join(users, me), { force: true });
      return liveUsers(folder).length === 0;
    },
  };
}

/**
 * Empties the list, where no server ran that anybody could use: the names on it are of killed processes, and by now a
 * stranger may have one of their ids and would keep the next server running for good.
 */
export function forgetUsers(folder: string): void {
  rmSync(join(folder, 'users'), { recursive: true, force: true });
}

/** Processes that use the server now; names of dead ones are taken off the list. */
export function liveUsers(folder: string): number[] {
  const users = join(folder, 'users');
  mkdirSync(users, { recursive: true });
  return readdirSync(users)
    .map(Number)
    .filter((pid) => {
      const alive = isAlive(pid);
      if (!alive) rmSync(join(users, String(pid)), { force: true });
      return alive;
    });
}

function release(users: string, me: string, data: string, serverPid: number) {
  const dog = spawn('/bin/sh', ['-c', watchdog, 'sh', users, me, pidFile(data), String(serverPid)], {
    // In a session of its own, or Ctrl-C would end it together with what it watches.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  // Without a watchdog the next start adopts the orphan; that is no reason not to start.
  dog.on('error', () => undefined);
  dog.unref();
  // A spawned child's pipe is a socket, which by itself would keep this process alive.
  (dog.stdin as unknown as { unref(): void }).unref();
  return dog;
}
