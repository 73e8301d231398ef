import { randomBytes } from 'node:crypto';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { formatCode, newCode } from '@mainstay/kernel/values/code';
import type { LockedAccount } from '../account/lock-account.js';

/** A unit of maintenance that is yet to be. */
export interface NewMaintenanceCode {
  readonly id: string;
  readonly productId: string;
  readonly metric: 'LICENSE' | 'SITE';
  readonly term: string;
  readonly purchasedOn: CivilDate;
  readonly state: 'UNUSED' | 'ASSOCIATED';
  readonly orderLineId: string;
}

export interface NewAssociation {
  readonly id: string;
  /** Of what it covers, which may be another's than the code. */
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly maintenanceCodeId: string;
  readonly subjectKind: 'LICENSE' | 'SITE';
  readonly subjectId: string;
  readonly periodId: string;
  readonly bundled: boolean;
}

type Owner = Pick<LockedAccount, 'id' | 'resellerId'>;

const insertCodes = statement(
  'maintenanceCode.insert',
  `insert into maintenance_code (vendor_id, id, account_id, reseller_id, product_id, code, code_key, metric, term,
     purchased_on, state, order_line_id, created_at)
   select app.vendor(), c->>'id', $2::text, $3::text, c->>'productId', c->>'code', c->>'codeKey', c->>'metric', c->>'term',
     (c->>'purchasedOn')::date, c->>'state', c->>'orderLineId', $4::timestamptz
   from jsonb_array_elements($1::jsonb) as given (c)`,
);

const insertAssociations = statement(
  'maintenanceAssociation.insert',
  `insert into maintenance_association (vendor_id, id, account_id, reseller_id, maintenance_code_id, subject_kind,
     subject_id, period_id, bundled, associated_at)
   select app.vendor(), a->>'id', a->>'accountId', a->>'resellerId', a->>'maintenanceCodeId', a->>'subjectKind',
     a->>'subjectId', a->>'periodId', (a->>'bundled')::boolean, $2::timestamptz
   from jsonb_array_elements($1::jsonb) as given (a)`,
);

export async function insertMaintenanceCodes(
  transaction: Transaction,
  owner: Owner,
  codes: readonly NewMaintenanceCode[],
  now: string,
): Promise<void> {
  if (codes.length === 0) return;
  const rows = codes.map((code) => {
    const codeKey = newCode(randomBytes);
    return { ...code, codeKey, code: formatCode(codeKey) };
  });
  await transaction.query(insertCodes, [JSON.stringify(rows), owner.id, owner.resellerId, now]);
}

export async function insertMaintenanceAssociations(
  transaction: Transaction,
  associations: readonly NewAssociation[],
  now: string,
): Promise<void> {
  if (associations.length > 0)
    await transaction.query(insertAssociations, [JSON.stringify(associations), now]);
}
