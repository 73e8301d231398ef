import { spawnSync } from 'node:child_process';

/** The system account that PostgreSQL runs under; null where that is simply our own. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The account without rights that every Unix has ("nobody"); PostgreSQL refuses to run as root. */
const unprivileged: ServerAccount = { uid: 65534, gid: 65534 };

export function serverAccount(uid = process.getuid?.()): ServerAccount | null {
  return uid === 0 ? unprivileged : null;
}

/** What a child gets: nothing of a PostgreSQL that the person at the keyboard uses besides. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.toUpperCase().startsWith('PG')),
  );
}

/**
 * Whether the account can run the program where it lies. Asked by running it: folders above without passage,
 * an access list or a mount without execution all show here and nowhere else together.
 */
export function canRun(program: string, account: ServerAccount, environment: NodeJS.ProcessEnv): boolean {
  const tried = spawnSync(program, ['--version'], {
    ...account,
    env: cleanEnvironment(environment),
    cwd: '/',
    stdio: 'ignore',
  });
  return tried.status === 0;
}
