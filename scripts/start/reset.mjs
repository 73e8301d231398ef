import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes all that starts have kept: data, keys and tokens. Refused while a start is running on them. */
export async function reset(root, say) {
  const { openEmbedded } = await import('@mainstay/kernel/embedded/supervisor');
  const server = await openEmbedded({
    project: root,
    name: 'start',
    durable: true,
    environment: process.env,
  });
  const users = server.otherUsers();
  await server.stop();
  if (users.length > 0) {
    console.error(`Nothing is removed: process ${users.join(', ')} still uses the data. Stop it first.`);
    process.exitCode = 1;
    return;
  }
  if (server.outside !== null) rmSync(join(server.outside, 'start'), { recursive: true, force: true });
  for (const kept of [
    'postgres/start',
    'login.password',
    'demo.json',
    'jwks.json',
    'issuer.json',
    'cast.json',
  ])
    rmSync(join(root, '.run', kept), { recursive: true, force: true });
  say('removed the data, keys and tokens of all starts');
}
