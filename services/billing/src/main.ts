import { runProcess } from '@mainstay/kernel/graph/process';

// Everything else is loaded once this Node is known to be new enough for it.
await runProcess('billing', async () => {
  const { startService } = await import('@mainstay/kernel/graph/service-process');
  const { openBilling } = await import('./service.js');
  return startService({
    name: 'billing',
    env: process.env,
    clock: () => new Date().toISOString(),
    open: async (parts) => ({ service: await openBilling(parts) }),
  });
});
