import { expect, jest, test } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { ConfigFault } from './config.js';
import { runProcess, type Host, type Running } from './process.js';

/** Node's `process` as far as it is used, and what was done to it. */
class TrialHost extends EventEmitter implements Host {
  versions = { node: '26.10.0' };
  execPath = '/usr/bin/node';
  ppid = 1_000;
  connected = true;
  written = '';
  readonly sent: object[] = [];
  readonly codes: number[] = [];
  readonly stderr = { write: (text: string) => (this.written += text) };
  send?: (message: object) => unknown = (message) => this.sent.push(message);
  exit(code: number) {
    this.codes.push(code);
    this.emit('left');
  }
  left = () => once(this, 'left');
}

function part() {
  const stopped: string[] = [];
  const running: Running = {
    url: 'http://127.0.0.1:4001',
    stop: async () => void stopped.push('stopped'),
  };
  return { running, stopped };
}

test('the parent is told when it is ready, and where', async () => {
  const host = new TrialHost();
  await runProcess('trial', async () => part().running, host);
  expect(host.sent).toEqual([{ ready: true, url: 'http://127.0.0.1:4001' }]);
  expect(host.codes).toEqual([]);
});

test.each(['SIGTERM', 'SIGINT', 'disconnect'])('%s is an orderly stop', async (event) => {
  const host = new TrialHost();
  const { running, stopped } = part();
  await runProcess('trial', async () => running, host);
  host.emit(event);
  await host.left();
  expect([stopped, host.codes]).toEqual([['stopped'], [0]]);
});

test('a parent without a channel that dies leaves nothing running', async () => {
  jest.useFakeTimers();
  try {
    const host = new TrialHost();
    delete host.send;
    const { running, stopped } = part();
    await runProcess('trial', async () => running, host);
    jest.advanceTimersByTime(5_000);
    expect(stopped).toEqual([]);
    host.ppid = 1;
    const left = host.left();
    jest.advanceTimersByTime(1_000);
    await left;
    expect([stopped, host.codes]).toEqual([['stopped'], [0]]);
  } finally {
    jest.useRealTimers();
  }
});

test('a parent that was gone before the start is noticed: nothing is started', async () => {
  const host = new TrialHost();
  host.connected = false;
  let started = false;
  const start = async () => {
    started = true;
    return part().running;
  };
  await Promise.all([runProcess('trial', start, host), host.left()]);
  expect([started, host.codes]).toEqual([false, [0]]);
});

test('told to stop while it starts, it starts and stops', async () => {
  const host = new TrialHost();
  const { running, stopped } = part();
  const started = Promise.withResolvers<Running>();
  const run = runProcess('trial', () => started.promise, host);
  host.emit('SIGTERM');
  const left = host.left();
  started.resolve(running);
  await Promise.all([run, left]);
  expect([stopped, host.codes]).toEqual([['stopped'], [0]]);
});

test('a second signal does not wait', async () => {
  const host = new TrialHost();
  await runProcess('trial', async () => ({ url: '', stop: () => new Promise(() => undefined) }), host);
  host.emit('SIGINT');
  host.emit('SIGINT');
  expect(host.codes).toEqual([1]);
});

test('what cannot be configured is said in full; any other failure by kind and place', async () => {
  const configured = new TrialHost();
  const fault = new ConfigFault(['TRIAL_PORT'], ['TRIAL_PORT is missing: expected is a port']);
  await runProcess('trial', () => Promise.reject(fault), configured);
  expect(configured.written).toBe(
    'trial: The configuration cannot be used:\n  TRIAL_PORT is missing: expected is a port\n',
  );
  const broken = new TrialHost();
  await runProcess('trial', () => Promise.reject(new RangeError('postgres://whispered')), broken);
  expect(broken.written).toMatch(/^trial: RangeError\n +at /);
  expect(broken.written).not.toContain('whispered');
  const later = new TrialHost();
  await runProcess('trial', async () => part().running, later);
  later.emit('uncaughtException', new Error('whispered'));
  expect(later.written).not.toContain('whispered');
  expect([configured.codes, broken.codes, later.codes, broken.sent]).toEqual([[1], [1], [1], []]);
});

test.each([
  ['20.20.2', false],
  ['22.16.0', false],
  ['22.17.0', true],
  ['26.10.0', true],
])('on Node %s it starts: %s', async (node, starts) => {
  const host = new TrialHost();
  host.versions = { node };
  let started = false;
  await runProcess(
    'trial',
    async () => {
      started = true;
      return part().running;
    },
    host,
  );
  expect([started, host.codes]).toEqual([starts, starts ? [] : [1]]);
  expect(host.written.includes(node)).toBe(!starts);
});
