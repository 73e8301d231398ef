import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { explorerFolder } from '../explorer.mjs';
import { openDatabases, services } from './databases.mjs';
import { opening, stopOnSignals } from './signals.mjs';

/** Opens everything in order, tells where it is, and closes it in reverse when asked to stop. */
export async function start({ root, asked, say, logLevel }) {
  const closers = [];
  const stopping = stopOnSignals(closers, say);
  await opening(closers, stopping, async () => {
    const { loginUrls, demo } = await openData({ root, closers, say });
    if (stopping()) return;
    if (asked.apart) await refuseTakenPort(asked.port);
    const { catcher, mail } = await catchMails(closers);
    const open = asked.apart ? openParts : openOne;
    const house = await open({ root, asked, loginUrls, demo, mail, logLevel, say });
    closers.push(() => house.stop());
    const told = await tell({ root, house, demo, catcher, closers });
    say(`ready${asked.apart ? ', in four processes' : ''}\n`);
    print(told);
    prepareExplorer(root, closers, say);
  });
}

/** Starts of one checkout take turns here: passwords, keys and the demo are made once and then kept for all. */
async function openData({ root, closers, say }) {
  const { inTurn } = await import('@mainstay/kernel/embedded/only-one');
  const waiting = setTimeout(() => say('waiting for another start of this checkout'), 1_000);
  return inTurn(join(root, '.run', 'start.turn'), async () => {
    clearTimeout(waiting);
    const { server, ownerUrls, loginUrls } = await openDatabases(root, say, readAhead);
    if (server !== null) closers.push(() => server.stop());
    return { loginUrls, demo: await openDemoWorld({ root, ownerUrls, loginUrls, say }) };
  });
}

/** In the order in which it is needed. */
const neededNext = [
  '@mainstay/demo/open',
  ...services.map((service) => `@mainstay/${service}/service`),
  '@mainstay/demo/house',
];

/**
 * Reads modules while a server is made or started, and pauses between two of them, so that the server is not kept
 * waiting. What is wrong with one is told where it is needed.
 */
async function readAhead(program) {
  // A kept one has to be migrated after an update alone.
  const needed = program === 'initdb' ? ['@mainstay/kernel/db/migrate', ...neededNext] : neededNext;
  for (const module of needed) {
    await import(module).catch(() => undefined);
    await setImmediate();
  }
}

async function openDemoWorld({ root, ownerUrls, loginUrls, say }) {
  void readAhead();
  const { openDemo } = await import('@mainstay/demo/open');
  return openDemo({
    directory: join(root, '.run'),
    ...{ ownerUrls, loginUrls },
    nowMs: Date.now(),
    clock: () => new Date().toISOString(),
    nodeEnv: process.env.NODE_ENV,
    say,
  });
}

/** Every mail of the demo ends on this machine: its world has addresses, and nobody who waits for mail. */
async function catchMails(closers) {
  const { openMailCatcher } = await import('@mainstay/demo/mail/catcher');
  const catcher = await openMailCatcher();
  closers.push(() => catcher.stop());
  return { catcher, mail: { smtpUrl: catcher.smtpUrl, from: 'no-reply@mainstay.example' } };
}

async function openOne({ root, asked, loginUrls, demo, mail, logLevel }) {
  const { openHouse } = await import('@mainstay/demo/house');
  const { createLogger } = await import('@mainstay/kernel/graph/logger');
  const { tokensOf } = await import('@mainstay/licensing/sandbox/local-tokens');
  return openHouse({
    loginUrls,
    supergraphSdl: await readFile(join(root, 'gateway', 'supergraph.graphql'), 'utf8'),
    issuers: [demo.issuer],
    clock: () => new Date().toISOString(),
    logger: createLogger({ name: 'mainstay', level: logLevel }),
    port: asked.port,
    mail,
    tokenFor: tokensOf(demo.issuer.local),
    explorerFolder,
    demo: { personas: () => demo.explorerPersonas },
  });
}

/** Fails as listening there would, before four processes are started for nothing. */
async function refuseTakenPort(port) {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function openParts({ root, asked, loginUrls, demo, mail, logLevel, say }) {
  const { openApart } = await import('./apart.mjs');
  const { writePrivate } = await import('@mainstay/kernel/embedded/private-file');
  const jwksFile = join(root, '.run', 'jwks.json');
  writePrivate(jwksFile, JSON.stringify(demo.issuer.jwks.keys));
  const issuerFile = join(root, '.run', 'local-issuer.json');
  writePrivate(issuerFile, JSON.stringify(demo.issuer.local));
  const giveUp = (why) => {
    say(`${why}: given up`);
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  };
  const issuer = demo.issuer.issuer;
  const tokens = { issuer, jwksFile, issuerFile };
  return openApart({ root, loginUrls, port: asked.port, ...tokens, mail, logLevel, say, giveUp });
}

/** For scripts, too: `.run/demo.json` tells the same. */
async function tell({ root, house, demo, catcher, closers }) {
  const { tellOthers } = await import('./told.mjs');
  const { endpoint } = house;
  const explorer = new URL('/explorer', endpoint).href;
  const told = { endpoint, explorer, mail: catcher.page, pid: process.pid, personas: demo.personas };
  closers.push(await tellOthers(join(root, '.run'), told));
  return told;
}

function print({ endpoint, explorer, mail, personas }) {
  console.log(`  graph     ${endpoint}\n  explorer  ${explorer}\n  mail      ${mail}\n`);
  for (const [name, { token }] of Object.entries(personas)) console.log(`  ${name.padEnd(22)} ${token}`);
  console.log('\n  The same for scripts: .run/demo.json. Ctrl-C stops everything.');
}

/** In a process of its own and after the graph is ready, since nobody should wait for a bundler. */
function prepareExplorer(root, closers, say) {
  const isNew = !existsSync(join(explorerFolder, 'manifest.json'));
  if (isNew) say('the explorer is being built');
  const child = spawn(process.execPath, [join(root, 'scripts', 'explorer.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  child.once('error', (error) => console.error(`The explorer was not built: ${error.message}`));
  child.once('exit', (code) => {
    if (isNew && code === 0) say('the explorer is ready');
  });
  closers.push(() => child.kill());
}
