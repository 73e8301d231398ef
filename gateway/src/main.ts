import { runProcess } from '@mainstay/kernel/graph/process';

// Everything else is loaded once this Node is known to be new enough for it.
await runProcess('gateway', async () => {
  const { startGateway } = await import('./start-gateway.js');
  return startGateway({
    env: process.env,
    clock: () => new Date().toISOString(),
    supergraphFile: new URL('../supergraph.graphql', import.meta.url),
    explorerFolder: new URL('../dist/explorer-page/', import.meta.url),
    viewersFrom: 'licensing',
  });
});
