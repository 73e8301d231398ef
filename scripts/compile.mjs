// `node scripts/compile.mjs`: every workspace's src/**/*.ts that changed since last time becomes dist/**/*.js, so that
// nothing has to be built when packages are installed. Types are checked elsewhere (`npm run types`).
import { pathToFileURL } from 'node:url';
import { compileStale } from './compile/stale.mjs';

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { compiled, removed } = await compileStale();
    console.log(`${compiled} compiled, ${removed} removed`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
