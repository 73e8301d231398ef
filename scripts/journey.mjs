// `npm run journey`: plays what each of four vendors sells, from its purchase on, in a house of its own, through gateway
// and SDK, and prints an account of each step. A run of all tests plays it too, in one process and in four.
import './start/node-version.mjs';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
const { openTestCluster } = await import('./test/cluster.mjs');
const { runJest } = await import('./test/jest.mjs');

const story = 'test/journeys/from-purchase-to-validation\\.journey';
await compileStale();
const cluster = await openTestCluster();
try {
  process.exitCode = await runJest(['--selectProjects', 'journeys', '--testPathPatterns', story], {
    ...cluster.environment,
    MAINSTAY_ACCOUNT: '1',
  });
} finally {
  await cluster.close();
}
