import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  host,
  logLevel,
  meshKey,
  origin,
  port,
  postgresUrl,
  readConfig,
  type Environment,
} from './config.js';

const schema = z.object({
  LOGIN_URL: postgresUrl(),
  PORT: port(),
  HOST: host(),
  PEER_URL: origin(),
  MESH_KEY: meshKey(),
  LOG_LEVEL: logLevel(),
});
const good = {
  LOGIN_URL: 'postgresql://support_login:s3cr3t@127.0.0.1:5432/support',
  PORT: '4002',
  PEER_URL: 'https://billing.internal:4003',
  MESH_KEY: 'a random text that is long enough by far',
};

function faultOf(env: Environment, variableOf?: (key: string) => string): string {
  try {
    readConfig(schema, env, variableOf);
    return 'none';
  } catch (fault) {
    return (fault as Error).message;
  }
}

test('what is told is read, what is not told has its usual value', () => {
  expect(readConfig(schema, { ...good, OTHER: 'ignored', LOG_LEVEL: '' })).toEqual({
    ...good,
    PORT: 4002,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
  });
});

test('all that is missing is named at once, with what is expected', () => {
  expect(faultOf({ PORT: '' }, (key) => `SUPPORT_${key}`)).toBe(
    [
      'The configuration cannot be used:',
      "  SUPPORT_LOGIN_URL is missing: expected is a postgresql:// URL of the service's login role",
      '  SUPPORT_PORT is missing: expected is a port from 0 to 65535; 0 takes any free one',
      '  SUPPORT_PEER_URL is missing: expected is an http(s) URL without a path, such as http://127.0.0.1:4001',
      '  SUPPORT_MESH_KEY is missing: expected is a random text of at least 32 characters, the same in every process',
    ].join('\n'),
  );
});

describe('a value that cannot be used is named and not repeated', () => {
  test.each([
    ['LOGIN_URL', 'mysql://support:s3cr3t@db/support'],
    ['LOGIN_URL', 's3cr3t'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80 s3cr3t'],
    ['HOST', 'http://s3cr3t/'],
    ['PEER_URL', 'http://user:s3cr3t@billing'],
    ['PEER_URL', 'http://billing/s3cr3t'],
    ['PEER_URL', 'http://billing/?s3cr3t'],
    ['PEER_URL', 'ftp://billing'],
    ['MESH_KEY', 's3cr3t'],
    ['LOG_LEVEL', 's3cr3t'],
  ])('%s=%s', (name, value) => {
    const message = faultOf({ ...good, [name]: value });
    expect(message).toMatch(
      new RegExp(`^The configuration cannot be used:\\n  ${name} is not usable: expected is .+$`),
    );
    expect(message).not.toContain(value);
    expect(message).not.toContain('s3cr3t');
  });
});

test('a default does not lose its description, and a schema without one names its variable all the same', () => {
  expect(faultOf({ ...good, LOG_LEVEL: 'loud' })).toContain('one of fatal, error, warn, info, debug, silent');
  expect(() => readConfig(z.object({ BARE: z.string() }), {})).toThrow(
    'BARE is missing: expected is another value',
  );
});
