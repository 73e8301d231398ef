import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { findLicense, LicenseLookup } from './license-lookup.js';
import type { LicenseReads } from './license.reads.js';

const viewer = { role: 'VENDOR_ADMIN', databaseRole: 'app_admin' } as Viewer;
const licenses = { byId: (id: string) => Promise.resolve({ id }) } as unknown as LicenseReads;
type Asked = Pick<LicenseLookup, 'id' | 'code' | 'serial'>;
const find = (asked: Asked) => findLicense(viewer, licenses, Object.assign(new LicenseLookup(), asked));

describe('a license is found by exactly one of three', () => {
  test.each<[Asked, string]>([
    [{}, 'None is given.'],
    [{ id: null, code: null, serial: null }, 'None is given.'],
    [{ id: 'lic_1', serial: 'tangerine' }, '2 are given.'],
    [{ id: 'lic_1', code: 'tangerine', serial: 'tangerine' }, '3 are given.'],
  ])('%j', (asked, says) => {
    const finding = () => find(asked);
    expect(finding).toThrow(
      `A license is named by exactly one of the arguments id, code and serial. ${says}`,
    );
    expect(finding).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
  });

  test('by its id', async () => {
    expect(await find({ id: 'lic_1', code: null })).toEqual({ id: 'lic_1' });
  });
});
