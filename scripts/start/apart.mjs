// Gateway and subgraphs as four processes. Each watches its parent: when this one is gone, however it died, they stop.
// One that ends by itself is said, and started again where it was.
import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { services } from './databases.mjs';

export async function openApart({
  root,
  loginUrls,
  port,
  issuer,
  jwksFile,
  issuerFile,
  mail,
  logLevel,
  execArgvOf,
  restarts = {},
  say = () => undefined,
  giveUp = () => undefined,
}) {
  const shared = { MAINSTAY_MESH_KEY: randomBytes(32).toString('hex'), MAINSTAY_LOG_LEVEL: logLevel };
  const parts = [];
  const run = (name, folder, environment) => {
    const file = join(root, folder, 'dist', 'main.js');
    const execArgv = execArgvOf?.(name);
    const known = { name, file, environment: { ...shared, ...environment }, execArgv };
    const part = startPart({ ...known, ...restarts, say, giveUp });
    parts.push(part);
    return part.url;
  };
  const runService = (service, more = {}) =>
    run(service, `services/${service}`, {
      [`${service.toUpperCase()}_LOGIN_URL`]: loginUrls[service],
      ...more,
    });
  try {
    // Each tells the others, so that all ports are known before anybody starts.
    const ports = await freePorts(services.length);
    const portOf = new Map(services.map((service, index) => [service, ports[index]]));
    const consumersOf = (producer) =>
      services
        .filter((service) => service !== producer)
        .map((service) => `${service}=http://127.0.0.1:${portOf.get(service)}`)
        .join(',');
    const more = {
      licensing: {
        ...mailSettings(mail),
        ...(issuerFile === undefined ? {} : { LICENSING_LOCAL_ISSUER_FILE: issuerFile }),
      },
    };
    const started = await Promise.all(
      services.map((service) =>
        runService(service, {
          ...more[service],
          [`${service.toUpperCase()}_PORT`]: String(portOf.get(service)),
          [`${service.toUpperCase()}_CONSUMERS`]: consumersOf(service),
        }),
      ),
    );
    const urls = new Map(services.map((service, index) => [service, started[index]]));
    const endpoint = await run('gateway', 'gateway', {
      GATEWAY_PORT: String(port),
      GATEWAY_ISSUER: issuer,
      GATEWAY_JWKS: jwksFile,
      ...Object.fromEntries([...urls].map(([service, url]) => [`${service.toUpperCase()}_URL`, url])),
    });
    return { endpoint, parts, stop: () => stopParts(parts) };
  } catch (error) {
    await stopParts(parts);
    throw error;
  }
}

/** Ports that nobody listens at. All are held until the last is known, so that none comes twice. */
async function freePorts(count) {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = held.map((server) => server.address().port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function mailSettings(mail) {
  return mail === undefined ? {} : { MAINSTAY_SMTP_URL: mail.smtpUrl, MAINSTAY_MAIL_FROM: mail.from };
}

/**
 * Starts a process of the house; its `url` resolves when it is ready. One that ends later, and was not stopped, is
 * started again at the same port, since the others know it by that; one that goes on ending is given up: more than
 * five ends within a minute are no accident, unless told so.
 */
export function startPart({
  name,
  file,
  environment,
  execArgv = [],
  say = () => undefined,
  giveUp,
  firstPauseMs = 250,
  longestPauseMs = 8_000,
  endsAtMost = 5,
}) {
  const part = { name, child: null, url: null, stopping: false, timer: null };
  const ends = [];
  const open = (given) => {
    const { PATH, NODE_ENV } = process.env;
    // Detached, so that Ctrl-C reaches them through us: the gateway first, then what it asks.
    part.child = fork(file, [], {
      execArgv,
      env: { PATH, ...(NODE_ENV === undefined ? {} : { NODE_ENV }), ...given },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    return readiness(name, part.child);
  };
  const again = (how, url) => {
    // Whoever is stopped while it starts is not started once more.
    if (part.stopping) return;
    const minuteAgo = Date.now() - 60_000;
    ends.push(Date.now());
    while (ends[0] < minuteAgo) ends.shift();
    if (ends.length > endsAtMost) {
      giveUp?.(`${name} ended ${ends.length} times within a minute (${how})`);
      return;
    }
    say(`${name} ended (${how}) and is started again`);
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (ends.length - 1));
    part.timer = setTimeout(() => {
      const known = { ...environment, [`${name.toUpperCase()}_PORT`]: new URL(url).port };
      open(known).then(
        () => watch(url),
        (error) => again(`${error.how ?? 'not begun'} before it was ready`, url),
      );
    }, pauseMs);
  };
  const watch = (url) => {
    const { child } = part;
    const ended = (code, signal) => again(howOf(code, signal), url);
    if (child.exitCode !== null || child.signalCode !== null) ended(child.exitCode, child.signalCode);
    else child.once('exit', ended);
  };
  part.url = open(environment).then((url) => {
    watch(url);
    return url;
  });
  return part;
}

function readiness(name, child) {
  return new Promise((resolve, reject) => {
    child.once('message', (ready) => resolve(ready.url));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const how = howOf(code, signal);
      reject(Object.assign(new Error(`${name} ended (${how}) before it was ready`), { how }));
    });
  });
}

function howOf(code, signal) {
  return signal ?? `code ${code}`;
}

/** The last started first, because it asks the others. */
export async function stopParts(parts) {
  for (const part of parts.toReversed()) {
    part.stopping = true;
    clearTimeout(part.timer);
    const { child } = part;
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
