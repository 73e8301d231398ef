import type { Row } from '@mainstay/demo/world/world';
import { document, type MutationProbe, type Owner } from './probe.js';

/** A pack of the license's owner and product, whose id tells the license. */
async function packFor(owner: Owner, { id }: Row, call: number): Promise<string> {
  const pack = `${String(id)}/${String(call)}`;
  await owner.query(
    `insert into maintenance_code (vendor_id, id, account_id, reseller_id, product_id, code, code_key, metric, term,
       purchased_on, state, created_at)
     select vendor_id, $2, account_id, reseller_id, product_id, $2, upper($2), 'LICENSE', 'P12M', '2026-10-01', 'UNUSED',
       created_at from license where id = $1`,
    [id, pack],
  );
  return pack;
}

/** The association of such a pack, so far ahead that nothing else lies there. */
async function associatedWith(owner: Owner, row: Row, call: number): Promise<string> {
  const pack = await packFor(owner, row, call);
  const startsOn = `${String(2100 + call)}-01-01`;
  await owner.query(
    `with used as (update maintenance_code set state = 'ASSOCIATED' where id = $2),
     period as (
       insert into coverage_period (vendor_id, id, account_id, reseller_id, subject_kind, subject_id, starts_on, expires_on,
         counted_from, anchor_day, plan_id, plan_version, created_at)
       select l.vendor_id, $2, l.account_id, l.reseller_id, 'LICENSE', l.id, $3::date, $3::date + 30, $3::date, 1, p.plan_id, 1,
         l.created_at from license l join product p on p.id = l.product_id where l.id = $1)
     insert into maintenance_association (vendor_id, id, account_id, reseller_id, maintenance_code_id, subject_kind,
       subject_id, period_id, bundled, associated_at)
     select vendor_id, $2, account_id, reseller_id, $2, 'LICENSE', id, $2, false, '2026-11-02T11:00:00Z'
     from license where id = $1`,
    [row['id'], pack, startsOn],
  );
  return pack;
}

/** A license of the row's product that is still its reseller's own. */
async function boughtBy(owner: Owner, { id }: Row, call: number): Promise<string> {
  const bought = `${String(id)}/${String(call)}`;
  await owner.query(
    `insert into license (vendor_id, id, account_id, reseller_id, product_id, activation_code, code_key, metric, quantity,
       status, purchased_on, prereleases, created_at)
     select vendor_id, $2, reseller_id, reseller_id, product_id, $2, upper($2), metric, 1, 'ACTIVE', purchased_on, false,
       created_at from license where id = $1`,
    [id, bought],
  );
  return bought;
}

/** How packs and transfers are tried: each with one of its own. */
export const packProbes: Readonly<Record<string, MutationProbe>> = {
  'Mutation.maintenanceAssociate': {
    ...{ service: 'licensing', type: 'License', unknown: 'CODE_NOT_FOUND', arrange: packFor },
    document: document('maintenanceAssociate'),
    input: ({ id }) => {
      const [licenseId] = String(id).split('/');
      return { pairs: [{ maintenanceCodeId: id, licenseId }], acceptPast: true };
    },
  },
  'Mutation.maintenanceAssociationUndo': {
    ...{ service: 'licensing', type: 'License', unknown: 'ASSOCIATION_NOT_FOUND', arrange: associatedWith },
    document: document('maintenanceAssociationUndo'),
    input: ({ id }) => ({ associationId: id }),
  },
  'Mutation.licenseTransfer': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND', arrange: boughtBy },
    document: document('licenseTransfer'),
    among: ({ reseller_id: resellerId }) => typeof resellerId === 'string',
    input: ({ id }) => ({ licenses: [{ licenseId: id, companyName: `Company of ${String(id)}` }] }),
  },
};
