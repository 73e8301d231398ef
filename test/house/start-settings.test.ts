import { describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../scripts/start/settings.mjs';

describe('what a start takes from the environment', () => {
  test('is nothing that must be there', async () => {
    expect(await readEnvironment({})).toEqual({ logLevel: 'warn' });
  });

  test('is databases of the user, and how much is logged', async () => {
    const environment = {
      LICENSING_DATABASE_URL: 'postgresql://owner@localhost/licensing',
      MAINSTAY_LOG_LEVEL: 'info',
    };
    expect(await readEnvironment(environment)).toEqual({ logLevel: 'info' });
  });

  test.each([
    'nonsense',
    'postgresql:licensing',
    'postgresql:///licensing',
    'postgresql://owner@localhost',
    'postgresql://owner@localhost/',
    'postgresql://owner:50%zz@localhost/licensing',
    'postgresql://owner@localhost:99999/licensing',
  ])('is no database that only defaults complete: %s', async (url) => {
    const refused = readEnvironment({ BILLING_DATABASE_URL: url });
    await expect(refused).rejects.toMatchObject({ name: 'ConfigFault', variables: ['BILLING_DATABASE_URL'] });
  });

  test('is refused by name, all at once, and never repeated', async () => {
    const environment = {
      LICENSING_DATABASE_URL: 'mysql://x:secret@localhost/none',
      BILLING_DATABASE_URL: 'secret',
      MAINSTAY_LOG_LEVEL: 'secret',
      NODE_ENV: 'production',
    };
    const refused = readEnvironment(environment);
    await expect(refused).rejects.toMatchObject({
      name: 'ConfigFault',
      variables: ['MAINSTAY_LOG_LEVEL', 'NODE_ENV', 'LICENSING_DATABASE_URL', 'BILLING_DATABASE_URL'],
    });
    await expect(refused).rejects.not.toThrow(/secret|mysql/);
  });
});
