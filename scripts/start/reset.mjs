import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStartServer } from './databases.mjs';

/** Removes all that starts have kept: data, keys and tokens. Refused while a start is running on them. */
export async function reset(root, say) {
  const server = await openStartServer(root);
  const users = server.otherUsers();
  await server.stop();
  if (users.length > 0) {
    console.error(`Nothing is removed: process ${users.join(', ')} still uses the data. Stop it first.`);
    process.exitCode = 1;
    return;
  }
  if (server.outside !== null) await removeOutside(server.outside);
  for (const kept of [
    'postgres/start',
    'login.password',
    'demo.json',
    'starts',
    'jwks.json',
    'local-issuer.json',
    'issuer.json',
  ])
    rmSync(join(root, '.run', kept), { recursive: true, force: true });
  say('removed the data, keys and tokens of all starts');
}

/** All of it, but for what a test that runs now stands on. */
async function removeOutside(folder) {
  const { serverOf } = await import('@mainstay/kernel/embedded/postmaster');
  const inUse = readdirSync(folder).some(
    (name) => name !== 'start' && serverOf(join(folder, name, 'data')) !== null,
  );
  rmSync(inUse ? join(folder, 'start') : folder, { recursive: true, force: true });
}
