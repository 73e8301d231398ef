import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { packCover, termOfYears } from './bought-cover.rules.js';
import type { Made } from './made.js';
import { lockOwned } from './owned-licenses.js';
import type { PaidLine } from './paid-order.js';

interface ContractLine {
  readonly id: string;
  readonly licenseId: string;
  readonly quantity: number;
  readonly yearlyMinor: number;
}

const insertContract = statement(
  'contract.insert',
  `insert into contract (vendor_id, id, account_id, reseller_id, number)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text)`,
);

const insertLines = statement(
  'contract.insertLines',
  `insert into contract_line (vendor_id, id, account_id, reseller_id, contract_id, license_id, quantity,
     yearly_price_minor, from_on)
   select app.vendor(), l->>'id', $2::text, $3::text, $1::text, l->>'licenseId', (l->>'quantity')::integer,
     (l->>'yearlyMinor')::bigint, $5::date
   from jsonb_array_elements($4::jsonb) as given (l)`,
);

/** Where the plan covers by contract, what was bought of maintenance is one contract, with a line for each license. */
export function isOfContract(made: Made, line: PaidLine): boolean {
  const on = made.productOf(line)?.plan.policy.cover?.on ?? [];
  return line.kind === 'MAINTENANCE' && on.includes('CONTRACT') && !on.includes('LICENSE');
}

/** All of an order's in one: one period and one pool of tickets. Written after the licenses that it names. */
export async function makeContract(
  transaction: Transaction,
  made: Made,
  lines: readonly PaidLine[],
): Promise<void> {
  const { order, owner, instant } = made;
  const [first] = lines;
  const plan = first === undefined ? null : (made.productOf(first)?.plan ?? null);
  if (first === undefined || plan === null) return;
  const contractId = instant.newId('ctr');
  const written: ContractLine[] = [];
  for (const line of lines) {
    const licenses = await licensesOf(transaction, made, line);
    if (licenses === null) continue;
    written.push(
      ...sharesOf(line.yearlyNetMinor ?? 0, licenses).map((one) => ({ ...one, id: instant.newId('ctl') })),
    );
    made.add(line, [contractId]);
  }
  if (written.length === 0) return;
  const whose = [owner.id, owner.resellerId] as const;
  await transaction.query(insertContract, [contractId, ...whose, order.number]);
  const told = JSON.stringify(written);
  await transaction.query(insertLines, [contractId, ...whose, told, order.purchasedOn]);
  made.contracts.push(contractId);
  made.touched.add(contractId);
  made.periods.push({
    ...packCover({ purchasedOn: order.purchasedOn, term: termOfYears(first.years ?? 1) }, null),
    ...{ id: instant.newId('cov'), accountId: owner.id, resellerId: owner.resellerId },
    ...{ subjectKind: 'CONTRACT', subjectId: contractId, planId: plan.id, planVersion: plan.version },
  });
}

/** Null where a line names what is not the customer's. */
async function licensesOf(transaction: Transaction, made: Made, line: PaidLine) {
  if (line.ofLineId !== null) {
    const ids = new Set(made.licensesOf(line.ofLineId));
    return made.licenses.filter(({ id }) => ids.has(id));
  }
  const owned = await lockOwned(transaction, line.licenseIds, made.owner.id);
  const missing = line.licenseIds.find((id) => !owned.has(id));
  if (missing === undefined) return [...owned.values()];
  made.fail(line, 'LICENSE_NOT_FOUND', `${missing} is no license of that customer. Order for its owner.`);
  return null;
}

/** What a line comes to a year, on its licenses by their size; the last takes what rounding left. */
function sharesOf(
  yearlyMinor: number,
  licenses: readonly { readonly id: string; readonly quantity: number }[],
): Omit<ContractLine, 'id'>[] {
  const units = licenses.reduce((sum, { quantity }) => sum + quantity, 0);
  let left = yearlyMinor;
  return licenses.map(({ id: licenseId, quantity }, index) => {
    const share =
      index === licenses.length - 1 ? left : Math.floor((yearlyMinor * quantity) / Math.max(1, units));
    left -= share;
    return { licenseId, quantity, yearlyMinor: share };
  });
}
