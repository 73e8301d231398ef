import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';

const signals = new URL('../../scripts/start/signals.mjs', import.meta.url).href;

/** A start in a process of its own, which opens one thing and then does what it is told. */
function opened(then: string, times: readonly number[] = [0]) {
  const program = `
    import { opening, stopOnSignals } from '${signals}';
    let gone;
    const lost = new Promise((_, reject) => (gone = reject));
    const closers = [];
    const times = ${JSON.stringify(times)};
    const now = () => (times.length > 1 ? times.shift() : times[0]);
    const stopping = stopOnSignals(closers, (what) => console.log(what), now);
    const interrupt = () => process.kill(process.pid, 'SIGINT');
    const forever = () => void setInterval(() => undefined, 1_000);
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
  const { status, told, stderr } = opened('forever(); interrupt(); await lost;');
  expect({ status, told, stderr }).toEqual({ status: 0, told: ['stopping', 'closed'], stderr: '' });
});

test('one Ctrl-C that the terminal sends and npm passes on is one', () => {
  const { status, told } = opened('forever(); interrupt(); interrupt(); await lost;', [0, 499]);
  expect([status, told]).toEqual([0, ['stopping', 'closed']]);
});

test('a second one does not wait for what is still closing', () => {
  const hanging = 'closers.push(() => new Promise(forever)); interrupt(); interrupt(); forever();';
  const { status, told } = opened(hanging, [0, 500]);
  expect([status, told]).toEqual([1, ['stopping']]);
});

test('what fails by itself is told, once what was opened is closed', () => {
  const { status, told, stderr } = opened("lost.catch(() => undefined); throw new Error('No space left');");
  expect([status, told]).toEqual([1, ['closed']]);
  expect(stderr).toContain('No space left');
});
