// Gateway and subgraphs as four processes. Each watches its parent: when this one is gone, however it died, they stop.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { newMeshKey, services } from './databases.mjs';

export async function openApart({ root, loginUrls, port, issuer, jwksFile, logLevel }) {
  const shared = { MAINSTAY_MESH_KEY: newMeshKey(), MAINSTAY_LOG_LEVEL: logLevel };
  const children = [];
  const run = (name, file, environment) => {
    const part = startPart(name, join(root, file), { ...shared, ...environment });
    children.push(part.child);
    return part.ready;
  };
  try {
    const urls = await Promise.all(
      services.map((service) =>
        run(service, `services/${service}/dist/main.js`, {
          [`${service.toUpperCase()}_LOGIN_URL`]: loginUrls[service],
          [`${service.toUpperCase()}_PORT`]: '0',
        }),
      ),
    );
    const subgraphs = services.map((service, index) => [`${service.toUpperCase()}_URL`, urls[index]]);
    const endpoint = await run('gateway', 'gateway/dist/main.js', {
      GATEWAY_PORT: String(port),
      GATEWAY_ISSUER: issuer,
      GATEWAY_JWKS: jwksFile,
      ...Object.fromEntries(subgraphs),
    });
    return { endpoint, stop: () => stopAll(children) };
  } catch (error) {
    await stopAll(children);
    throw error;
  }
}

function startPart(name, file, environment) {
  const { PATH, NODE_ENV } = process.env;
  // Detached, so that Ctrl-C reaches them through us: the gateway first, then what it asks.
  const child = fork(file, [], {
    env: { PATH, ...(NODE_ENV === undefined ? {} : { NODE_ENV }), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const ready = new Promise((resolve, reject) => {
    child.once('message', ({ url }) => resolve(url));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
  });
  return { child, ready };
}

/** The last started first, because it asks the others. */
async function stopAll(children) {
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
