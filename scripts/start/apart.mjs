// Gateway and subgraphs as four processes. Each watches its parent: when this one is gone, however it died, they stop.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { services } from './databases.mjs';

export async function openApart({ root, loginUrls, port, issuer, jwksFile, logLevel, execArgvOf }) {
  const shared = { MAINSTAY_MESH_KEY: randomBytes(32).toString('hex'), MAINSTAY_LOG_LEVEL: logLevel };
  const parts = [];
  const run = (name, folder, environment) => {
    const file = join(root, folder, 'dist', 'main.js');
    const part = startPart({
      name,
      file,
      environment: { ...shared, ...environment },
      execArgv: execArgvOf?.(name),
    });
    parts.push(part);
    return part.url;
  };
  try {
    const runService = (service, more = {}) =>
      run(service, `services/${service}`, {
        [`${service.toUpperCase()}_LOGIN_URL`]: loginUrls[service],
        [`${service.toUpperCase()}_PORT`]: '0',
        ...more,
      });
    // Who is told licensing's facts listens before licensing starts.
    const told = services.filter((service) => service !== 'licensing');
    const toldUrls = await Promise.all(told.map((service) => runService(service)));
    const consumers = told.map((service, index) => `${service}=${toldUrls[index]}`).join(',');
    const licensingUrl = await runService('licensing', { LICENSING_CONSUMERS: consumers });
    const subgraphs = [
      ['licensing', licensingUrl],
      ...told.map((service, index) => [service, toldUrls[index]]),
    ].map(([service, url]) => [`${service.toUpperCase()}_URL`, url]);
    const endpoint = await run('gateway', 'gateway', {
      GATEWAY_PORT: String(port),
      GATEWAY_ISSUER: issuer,
      GATEWAY_JWKS: jwksFile,
      ...Object.fromEntries(subgraphs),
    });
    return { endpoint, parts, stop: () => stopParts(parts) };
  } catch (error) {
    await stopParts(parts);
    throw error;
  }
}

/** Starts a process of the house; its `url` resolves when it is ready. */
export function startPart({ name, file, environment, execArgv = [] }) {
  const { PATH, NODE_ENV } = process.env;
  // Detached, so that Ctrl-C reaches them through us: the gateway first, then what it asks.
  const child = fork(file, [], {
    execArgv,
    env: { PATH, ...(NODE_ENV === undefined ? {} : { NODE_ENV }), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const url = new Promise((resolve, reject) => {
    child.once('message', (ready) => resolve(ready.url));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
  });
  return { name, child, url };
}

/** The last started first, because it asks the others. */
export async function stopParts(parts) {
  for (const { child } of parts.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
