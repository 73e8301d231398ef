// `npm run test:browser`: the explorer in a real browser. Apart from `npm test`, because it needs a Chromium, which npm
// does not bring.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareExplorer } from '../../scripts/explorer.mjs';

const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
try {
  accessSync(path, constants.X_OK);
} catch {
  console.error(
    `No browser at ${path}. On Debian: apt-get install -y chromium. Elsewhere, name one by CHROMIUM_PATH.`,
  );
  process.exit(1);
}
await prepareExplorer();
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', jest, '--config', 'test/browser/jest.config.mjs', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, CHROMIUM_PATH: path } },
);
process.exitCode = status ?? 1;
