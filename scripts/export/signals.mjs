import { constants } from 'node:os';

/** Leaves nothing half made where somebody ends an export: it may hold what is personal. */
export async function dropOnSignals() {
  const { dropDrafts } = await import('@mainstay/kernel/export/whole');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      dropDrafts();
      process.exit(128 + constants.signals[signal]);
    });
}
