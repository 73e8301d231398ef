import { expect, test } from '@jest/globals';
import { createLogger } from './logger.js';

function logged(act: (logger: ReturnType<typeof createLogger>) => void, level = 'info'): string[] {
  const lines: string[] = [];
  act(createLogger({ name: 'support', level, destination: { write: (line) => void lines.push(line) } }));
  return lines;
}

test('a line has its speaker, its instant, its level in words and its trace id', () => {
  const [line = ''] = logged((logger) => {
    logger.error({ requestId: 'r-1', subgraph: 'support', ms: 1.5 }, 'a field failed');
  });
  const { time, ...facts } = JSON.parse(line) as Record<string, unknown>;
  expect(facts).toEqual({
    level: 'error',
    name: 'support',
    requestId: 'r-1',
    subgraph: 'support',
    ms: 1.5,
    msg: 'a field failed',
  });
  expect(new Date(String(time)).toISOString()).toBe(time);
});

test('what stands under the name of a value is left out, however deep', () => {
  const [line = ''] = logged((logger) => {
    logger.warn(
      {
        requestId: 'r-1',
        variables: { id: 'whispered' },
        activationCode: 'whispered',
        token: 'whispered',
        body: 'whispered',
        request: {
          headers: { authorization: 'whispered' },
          list: [{ apiKey: 'whispered', kind: 'told' }],
          deep: { deeper: { deepest: { email: 'whispered', tooDeep: { id: 'whispered' } } } },
        },
      },
      'a line',
    );
  });
  expect(line).not.toContain('whispered');
  expect(line).toContain('told');
  expect(line).toContain('"requestId":"r-1"');
});

test('an error is told by kind, code and place; its message may quote anything', () => {
  class Broken extends Error {
    override readonly name = 'Broken';
    readonly code = 'E1';
    readonly detail = 'Key (serial)=(whispered) exists';
  }
  const lines = logged((logger) => {
    const fault = new Broken('whispered\nwhispered on a second line', { cause: new Error('whispered') });
    logger.error(fault, 'bare');
    logger.error({ err: fault }, 'as err');
    logger.error({ fault: { within: fault } }, 'within');
  });
  for (const line of lines) {
    expect(line).not.toContain('whispered');
    expect(line).toContain('"kind":"Broken","code":"E1","stack":["at ');
  }
  expect(lines).toHaveLength(3);
});

test('what is below the level is not written', () => {
  expect(
    logged((logger) => {
      logger.info({}, 'quiet');
      logger.warn({}, 'loud');
    }, 'warn'),
  ).toHaveLength(1);
});
