// `npm test [-- jest's arguments]`: compiles what is stale, opens a PostgreSQL for tests with migrated templates, runs
// jest on it, and takes it away again. `--selectProjects rules` needs no database and opens none.
import './start/node-version.mjs';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
const { openTestCluster } = await import('./test/cluster.mjs');
const { runJest, needsDatabase } = await import('./test/jest.mjs');

const args = process.argv.slice(2);
try {
  await compileStale();
  const cluster = needsDatabase(args) ? await openTestCluster() : null;
  try {
    process.exitCode = await runJest(args, cluster?.environment ?? {});
  } finally {
    await cluster?.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
