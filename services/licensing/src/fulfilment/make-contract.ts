import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { packCover, termOfYears } from './bought-cover.rules.js';
import type { Made } from './made.js';
import { lockLicenses } from './owned-licenses.js';
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

const ofOrder = statement<{ count: number }>(
  'contract.ofOrder',
  `select count(*)::integer as count from contract where number = $1::text or number ^@ ($1::text || '-')`,
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

/**
 * What an order sells for as many years is one: one period and one pool of tickets. Written after the licenses that it
 * names. A line that was stuck may be told again when a contract of its order is there.
 */
export async function makeContracts(
  transaction: Transaction,
  made: Made,
  lines: readonly PaidLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const [before] = await transaction.query(ofOrder, [made.order.number]);
  let count = before?.count ?? 0;
  const named = new Set<string>();
  for (const [years, sold] of Map.groupBy(lines, (line) => line.years ?? 1)) {
    const number = count === 0 ? made.order.number : `${made.order.number}-${String(count + 1)}`;
    if (await makeContract(transaction, made, { number, years, named }, sold)) count += 1;
  }
}

interface Contract {
  readonly number: string;
  readonly years: number;
  /** Licenses that the order has on a contract already. */
  readonly named: Set<string>;
}

/** Whether any of its lines could be made. */
async function makeContract(
  transaction: Transaction,
  made: Made,
  { number, years, named }: Contract,
  lines: readonly PaidLine[],
): Promise<boolean> {
  const { order, owner, instant } = made;
  const [first] = lines;
  const plan = first === undefined ? null : (made.productOf(first)?.plan ?? null);
  if (plan === null) return false;
  const contractId = instant.newId('ctr');
  const written: ContractLine[] = [];
  for (const line of lines) {
    const licenses = await licensesOf(transaction, made, line, named);
    if (licenses === null) continue;
    written.push(
      ...sharesOf(line.yearlyNetMinor ?? 0, licenses).map((one) => ({ ...one, id: instant.newId('ctl') })),
    );
    made.add(line, [contractId]);
  }
  if (written.length === 0) return false;
  const whose = [owner.id, owner.resellerId] as const;
  await transaction.query(insertContract, [contractId, ...whose, number]);
  const told = JSON.stringify(written);
  await transaction.query(insertLines, [contractId, ...whose, told, order.purchasedOn]);
  made.contracts.push(contractId);
  made.touched.add(contractId);
  made.periods.push({
    ...packCover({ purchasedOn: order.purchasedOn, term: termOfYears(years) }, null),
    ...{ id: instant.newId('cov'), accountId: owner.id, resellerId: owner.resellerId },
    ...{ subjectKind: 'CONTRACT', subjectId: contractId, planId: plan.id, planVersion: plan.version },
  });
  return true;
}

/** Null where a line names what is not the customer's, or what another has put on a contract. */
async function licensesOf(transaction: Transaction, made: Made, line: PaidLine, named: Set<string>) {
  const licenses = await licensesNamed(transaction, made, line);
  const twice = licenses?.find(({ id }) => named.has(id));
  if (twice !== undefined) {
    made.fail(
      line,
      'LICENSE_NAMED_TWICE',
      `Another line of the order has put ${twice.id} on a contract. Pay this one back, or order a renewal.`,
    );
    return null;
  }
  for (const { id } of licenses ?? []) named.add(id);
  return licenses;
}

async function licensesNamed(transaction: Transaction, made: Made, line: PaidLine) {
  if (line.ofLineId !== null) {
    const ids = new Set(made.licensesOf(line.ofLineId));
    return made.licenses.filter(({ id }) => ids.has(id));
  }
  const found = await lockLicenses(transaction, line.licenseIds, made.owner.id);
  // A contract is one customer's.
  const missing = line.licenseIds.find((id) => found.get(id)?.accountId !== made.owner.id);
  if (missing === undefined) return [...found.values()];
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
