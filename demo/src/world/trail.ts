import type { TenantMaker } from './maker.js';
import type { Role, Row } from './world.js';

/** Entries as the acts would have left them that made some of the world's rows; the last of what a tenant is made of. */
export function makeTrail(maker: TenantMaker, cast: readonly Role[]): void {
  const admin = cast.find(({ name }) => name === `${maker.tenant.slug}.admin`);
  const membershipId = admin?.by.kind === 'token' ? admin.by.membershipId : null;
  const member = maker.rows('membership').find(({ id }) => id === membershipId);
  if (member === undefined) throw new Error('A tenant has no administrator.');
  const by = { actor_kind: 'MEMBERSHIP', actor_id: member['id'], user_id: member['user_id'] };
  for (const contact of maker.rows('contact')) {
    const fields = ['name', 'email', ...(contact['phone'] === null ? [] : ['phone'])];
    const changes = fields.map((field) => ({ objectId: contact['id'], field, withheld: true }));
    add(maker, contact, { ...by, act: 'contactCreate', at: String(contact['created_at']), changes });
  }
  for (const license of maker.rows('license').filter(({ prereleases }) => prereleases === true)) {
    const changes = [{ objectId: license['id'], field: 'prereleases', from: false, to: true }];
    const decision = { policyVersion: 1, warnings: [] };
    const reason = 'Asked for by the account';
    add(maker, license, {
      ...by,
      act: 'licensePrereleasesSet',
      at: String(license['created_at']),
      changes,
      decision,
      reason,
    });
  }
}

interface Entry {
  readonly actor_kind: unknown;
  readonly actor_id: unknown;
  readonly user_id: unknown;
  readonly act: string;
  readonly at: string;
  readonly changes: readonly Row[];
  readonly decision?: Row;
  readonly reason?: string;
}

function add(maker: TenantMaker, object: Row, { act, at, changes, decision, reason, ...by }: Entry): void {
  maker.add('audit_entry', {
    id: maker.id('aud', at.slice(0, 10)),
    ...{ acted_at: at, recorded_at: at, act, ...by },
    account_id: object['account_id'],
    object_ids: [object['id'], object['account_id']],
    ...{ reason: reason ?? null, decision: decision ?? null, changes },
  });
}
