import { expect, test } from '@jest/globals';
import { viewerRoles, type Viewer } from '@mainstay/kernel/graph/viewer';
import { seesTickets } from './access.js';

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

test.each(viewerRoles)(
  '%s: tickets are refused to those alone to whom the database grants nothing',
  (role) => {
    const look = () => {
      seesTickets({ ...somebody, role });
    };
    if (role !== 'OPERATOR' && role !== 'PRODUCT') {
      expect(look).not.toThrow();
      return;
    }
    expect(look).toThrow('This role sees no support cases.');
    expect(look).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  },
);
