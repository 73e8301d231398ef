import { describe, expect, test } from '@jest/globals';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import type { PolicyVersion } from '@mainstay/kernel/values/policy-versions';
import {
  contractSubject,
  licenseSubject,
  type KnownContract,
  type KnownLicense,
} from './renewal-subject.rules.js';

/** Of a policy only what is looked at here. */
const version = (number: number, effectiveOn: string, on: readonly string[]): PolicyVersion => {
  const cover = { on, renewalTerm: 'P1Y', lapsedRenewal: 'PREVIOUS_EXPIRY', reinstatementFee: null };
  return { version: number, effectiveOn, policy: { cover } as unknown as MaintenancePolicy };
};
const versions = [version(1, '2020-01-01', ['CONTRACT']), version(2, '2026-06-01', ['LICENSE', 'CONTRACT'])];

const period = (startsOn: string, expiresOn: string, anchorDay = 1) => ({ startsOn, expiresOn, anchorDay });
const on = (day: string, today = day) => ({ day, today });

const license: KnownLicense = {
  ...{
    id: 'lic',
    accountId: 'acc',
    resellerId: null,
    status: 'ACTIVE',
    productId: 'prd',
    productName: 'Product',
  },
  ...{ metric: 'USERS', quantity: 5, versions },
  cover: [
    { source: 'LICENSE', ...period('2025-01-01', '2026-01-01', 31) },
    { source: 'SITE', ...period('2025-05-01', '2026-05-01') },
    { source: 'LICENSE', ...period('2026-05-01', '2027-05-01', 7) },
  ],
};

const line = (untilOn: string | null, active = true) => ({
  ...({ licenseId: 'lic', productId: 'prd', metric: 'USERS', quantity: 2 } as const),
  ...{ active, untilOn },
});
const contract: KnownContract = {
  ...{ id: 'ctr', accountId: 'acc', resellerId: null, number: 'C-1', versions },
  periods: [period('2025-01-01', '2026-01-01')],
  lines: [line(null), line('2026-01-01'), line('2025-06-01'), line('2026-02-01'), line(null, false)],
};

describe('what a renewal follows', () => {
  test.each([
    ['the last end that is known to come, today', on('2026-03-01'), '2027-05-01'],
    ['the same on a coming day', on('2026-09-01', '2026-03-01'), '2027-05-01'],
    [
      'what had begun on a day that has passed, a site that covered it too',
      on('2025-06-01', '2026-03-01'),
      '2026-05-01',
    ],
    ['its own end before the site covered it', on('2025-02-01', '2026-03-01'), '2026-01-01'],
  ])('is %s', (_, when, expiresOn) => {
    expect(licenseSubject(license, null, when).last?.expiresOn).toBe(expiresOn);
  });

  test('keeps the anchor of the period that ends last', () => {
    expect(licenseSubject(license, null, on('2026-03-01')).last?.anchorDay).toBe(7);
  });

  test('is sold by the version of the plan in force on the day', () => {
    expect(licenseSubject(license, null, on('2026-05-31'))).toMatchObject({ policy: null, policyVersion: 1 });
    expect(licenseSubject(license, null, on('2026-06-01'))).toMatchObject({
      ...{ policy: { renewalTerm: 'P1Y' }, policyVersion: 2 },
    });
    expect(licenseSubject(license, null, on('2019-12-31'))).toMatchObject({ policy: null, policyVersion: 0 });
  });
});

describe('of a contract', () => {
  test('what is no line any more when it ends, or may not be used, is not renewed', () => {
    const { parts, active } = contractSubject(contract, null, on('2025-12-01'));
    expect([parts, active]).toEqual([
      [
        { productId: 'prd', metric: 'USERS', quantity: 2 },
        { productId: 'prd', metric: 'USERS', quantity: 2 },
      ],
      true,
    ]);
  });

  test('nothing is renewed where no line is left', () => {
    const left = { ...contract, lines: [line('2025-06-01'), line(null, false)] };
    expect(contractSubject(left, null, on('2025-12-01'))).toMatchObject({ active: false, parts: [] });
  });
});
