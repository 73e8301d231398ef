import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';

const signals = new URL('../../scripts/start/signals.mjs', import.meta.url).href;

/** A start in a process of its own, which opens one thing and then does what it is told. */
function opened(then: string) {
  const program = `
    import { opening, stopOnSignals } from '${signals}';
    let gone;
    const lost = new Promise((_, reject) => (gone = reject));
    const closers = [];
    const stopping = stopOnSignals(closers, (what) => console.log(what));
    closers.push(async () => {
      gone(new Error('Connection terminated'));
      await new Promise((done) => setImmediate(done));
      console.log('closed');
    });
    await opening(closers, stopping, async () => { ${then} });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  return { status, told: stdout.trim().split('\n'), stderr };
}

test('what a stop takes away while it is still being opened is no fault', () => {
  const { status, told, stderr } = opened(
    "setInterval(() => undefined, 1_000); process.kill(process.pid, 'SIGINT'); await lost;",
  );
  expect({ status, told, stderr }).toEqual({ status: 0, told: ['stopping', 'closed'], stderr: '' });
});

test('what fails by itself is told, once what was opened is closed', () => {
  const { status, told, stderr } = opened("lost.catch(() => undefined); throw new Error('No space left');");
  expect([status, told]).toEqual([1, ['closed']]);
  expect(stderr).toContain('No space left');
});
