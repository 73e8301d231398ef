import { describe, expect, test } from '@jest/globals';
import { databaseRoles, viewerRoles, type Viewer } from '@mainstay/kernel/graph/viewer';
import { doersOnly, insideVendor, maySeeCodes, operatorOnly } from './access.js';

const somebody: Viewer = {
  role: 'VENDOR_ADMIN',
  databaseRole: 'app_admin',
  vendorId: 'vnd_1',
  accountId: null,
  licenseId: null,
  userId: null,
  membershipId: null,
  keyId: null,
  scopes: [],
  now: '2026-11-02T09:00:00Z',
  zone: 'UTC',
};

function isRefused(check: () => void): boolean {
  try {
    check();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    return true;
  }
}

describe('who is refused before any statement is sent', () => {
  test('inside a tenant the operator alone', () => {
    const refused = viewerRoles.filter((role) =>
      isRefused(() => {
        insideVendor({ ...somebody, role });
      }),
    );
    expect(refused).toEqual(['OPERATOR']);
  });

  test('at the list of tenants everybody else', () => {
    const heard = viewerRoles.filter(
      (role) =>
        !isRefused(() => {
          operatorOnly({ ...somebody, role });
        }),
    );
    expect(heard).toEqual(['OPERATOR']);
  });

  test('before something is done, whoever may not do it', () => {
    const heard = viewerRoles.filter(
      (role) =>
        !isRefused(() => {
          doersOnly({ ...somebody, role }, { roles: ['CUSTOMER', 'RESELLER', 'OPERATOR'] });
        }),
    );
    expect([...heard].sort()).toEqual(['CUSTOMER', 'RESELLER']);
  });

  test('at a search by code or serial the analyst', () => {
    const refused = databaseRoles.filter((databaseRole) =>
      isRefused(() => {
        maySeeCodes({ ...somebody, databaseRole }, 'code');
      }),
    );
    expect(refused).toEqual(['app_analyst']);
  });
});
