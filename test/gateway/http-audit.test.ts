import { expect, it } from '@jest/globals';
import { bearer, openHouse } from './harness.js';
import { auditCount, httpAuditFaults } from './http-audit.js';

it('fulfills every audit of GraphQL over HTTP', async () => {
  const { gateway } = await openHouse();
  try {
    const audited = await httpAuditFaults(gateway.url, bearer('VENDOR_ADMIN'));
    expect(audited).toEqual({ audits: auditCount, faults: [] });
  } finally {
    await gateway.stop();
  }
});
