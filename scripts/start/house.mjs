import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explorerFolder } from '../explorer.mjs';
import { openDatabases } from './databases.mjs';
import { stopOnSignals } from './signals.mjs';

/** Opens everything in order, tells where it is, and closes it in reverse when asked to stop. */
export async function start({ root, asked, say, logLevel }) {
  const closers = [];
  const stopping = stopOnSignals(closers, say);
  try {
    const { server, ownerUrls, loginUrls } = await openDatabases(root, say);
    if (server !== null) closers.push(() => server.stop());
    const demo = await loadDemoWorld(root, ownerUrls, say);
    if (stopping()) return;
    const house = await (asked.apart ? openParts : openOne)({ root, asked, loginUrls, demo, logLevel });
    closers.push(() => house.stop());
    const told = await tell(root, house, demo);
    say(`ready${asked.apart ? ', in four processes' : ''}\n`);
    print(told);
    prepareExplorer(root, closers);
  } catch (error) {
    for (const close of closers.splice(0).reverse()) await close();
    throw error;
  }
}

async function loadDemoWorld(root, ownerUrls, say) {
  const { openDemo } = await import('@mainstay/demo/open');
  return openDemo({
    directory: join(root, '.run'),
    ownerUrls,
    today: new Date().toISOString().slice(0, 10),
    nowMs: Date.now(),
    nodeEnv: process.env.NODE_ENV,
    say,
  });
}

async function openOne({ root, asked, loginUrls, demo, logLevel }) {
  const { openHouse } = await import('@mainstay/demo/house');
  const { createLogger } = await import('@mainstay/kernel/graph/logger');
  return openHouse({
    loginUrls,
    supergraphSdl: await readFile(join(root, 'gateway', 'supergraph.graphql'), 'utf8'),
    issuers: [demo.issuer],
    clock: () => new Date().toISOString(),
    logger: createLogger({ name: 'mainstay', level: logLevel }),
    port: asked.port,
    explorerFolder,
    demo: { personas: () => demo.explorerPersonas },
  });
}

async function openParts({ root, asked, loginUrls, demo, logLevel }) {
  const { openApart } = await import('./apart.mjs');
  const { writePrivate } = await import('@mainstay/kernel/embedded/private-file');
  const jwksFile = join(root, '.run', 'jwks.json');
  writePrivate(jwksFile, JSON.stringify(demo.issuer.jwks.keys));
  return openApart({ root, loginUrls, port: asked.port, issuer: demo.issuer.issuer, jwksFile, logLevel });
}

/** For scripts; tokens open the demo's data, so the file is private. */
async function tell(root, house, demo) {
  const { writePrivate } = await import('@mainstay/kernel/embedded/private-file');
  const explorer = new URL('/explorer', house.endpoint).href;
  const told = { endpoint: house.endpoint, explorer, mail: null, personas: demo.personas };
  writePrivate(join(root, '.run', 'demo.json'), `${JSON.stringify(told, null, 2)}\n`);
  return told;
}

function print({ endpoint, explorer, personas }) {
  console.log(`  graph     ${endpoint}\n  explorer  ${explorer}\n`);
  for (const [name, { token }] of Object.entries(personas)) console.log(`  ${name.padEnd(22)} ${token}`);
  console.log('\n  The same for scripts: .run/demo.json. Ctrl-C stops everything.');
}

/** In a process of its own and after the graph is ready, since nobody should wait for a bundler. */
function prepareExplorer(root, closers) {
  const child = spawn(process.execPath, [join(root, 'scripts', 'explorer.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  child.once('error', (error) => console.error(`The explorer was not built: ${error.message}`));
  closers.push(() => child.kill());
}
