import { runProcess } from '@mainstay/kernel/graph/process';

// Everything else is loaded once this Node is known to be new enough for it.
await runProcess('licensing', async () => {
  const { startService } = await import('@mainstay/kernel/graph/service-process');
  const { openLicensing } = await import('./service.js');
  const { readMailRoute } = await import('./mail/mail-config.js');
  const { readCredential } = await import('./viewer/sent-credential.js');
  const { readTokenFor } = await import('./sandbox/local-tokens.js');
  const mail = readMailRoute(process.env);
  const tokenFor = await readTokenFor(process.env);
  return startService({
    name: 'licensing',
    env: process.env,
    clock: () => new Date().toISOString(),
    open: async (parts) => {
      const service = await openLicensing({ ...parts, mail, ...(tokenFor === null ? {} : { tokenFor }) });
      const resolveViewer = (body: unknown) => service.resolveViewer(readCredential(body));
      return { service, internal: { resolveViewer } };
    },
  });
});
