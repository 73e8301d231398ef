import type { Row, World } from '@mainstay/demo/world/world';
import { lookupRows, type Probe, type Prober } from './arguments.js';
import type { Answer } from './observed.js';
import { visibleRows, worldRows } from './world-rows.js';

const document = `query ($orderId: ID, $customerId: ID, $companyName: String, $country: String, $licenses: [LicenseTransferItem!]) {
  licenseTransferPreview(orderId: $orderId, customerId: $customerId, companyName: $companyName, country: $country, licenses: $licenses) {
    __typename count stayingCodes { __typename id } userErrors { __typename code }
    licenses { __typename license { __typename id } customer { __typename id } userErrors { __typename code } } } }`;

interface Refused {
  readonly userErrors: readonly { readonly code: string }[];
}
type Previewed = Refused & { readonly licenses: readonly Refused[] };

const codesOf = (refused: readonly Refused[]) =>
  refused.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));

/** Licenses that nothing keeps from going: resellers' own, and no line of a contract. */
export function freeLicenses(world: World): readonly Row[] {
  const resellers = new Set(
    worldRows(world, 'Account').flatMap(({ id, kind }) => (kind === 'RESELLER' ? [id] : [])),
  );
  const lines = new Set((world.licensing['contract_line'] ?? []).map((row) => row['license_id']));
  return worldRows(world, 'License').filter(
    (row) => resellers.has(row['account_id']) && !lines.has(row['id']),
  );
}

/**
 * How the preview of a transfer is asked: with a license, a customer or an order of the role's own, of its vendor and of
 * another vendor. What it does not see does not exist.
 */
export function transferPreviewProbes(element: string, prober: Prober): Probe[] {
  const [license] = lookupRows('License', 'id', prober);
  if (license === undefined) return [];
  const written = { companyName: 'Nobody Ltd' };
  switch (element.replace('Query.licenseTransferPreview(', '').replace('LicenseTransferItem.', '')) {
    case 'licenses:)':
    case 'licenseId':
      return lookupRows('License', 'id', prober).map((row) => itemProbe(row, written, prober));
    case 'companyName':
    case 'country':
      return [itemProbe(license, { ...written, country: 'SE' }, prober)];
    case 'customerId':
      return customerProbes(prober);
    case 'orderId:)':
    case 'companyName:)':
    case 'country:)':
      return lookupRows('Order', 'id', prober).map((row) =>
        orderProbe({ orderId: row['id'], ...written, country: 'SE' }),
      );
    case 'customerId:)':
      return lookupRows('Account', 'id', prober).map(({ id }) =>
        orderProbe({ orderId: 'none', customerId: id }),
      );
    default:
      return [];
  }
}

function itemProbe(row: Row, to: Readonly<Record<string, unknown>>, prober: Prober): Probe {
  const seen = visibleRows(prober.world, prober.role).get('License')?.has(String(row['id'])) === true;
  return {
    document,
    variables: { licenses: [{ licenseId: row['id'], ...to }] },
    fault: (answer) => toldOtherwise(answer, 'LICENSE_NOT_FOUND', !seen),
  };
}

/** With a license that can go: to nobody but a customer that the role sees and that is of the same reseller. */
function customerProbes(prober: Prober): Probe[] {
  const visible = visibleRows(prober.world, prober.role);
  const every = freeLicenses(prober.world);
  // Who may not ask is refused whatever it names.
  const free = every.find(({ id }) => visible.get('License')?.has(String(id)) === true) ?? every[0];
  const customers = lookupRows('Account', 'id', prober, ({ kind }) => kind === 'CUSTOMER');
  if (free === undefined) return [];
  return customers.map((customer) => {
    const known =
      visible.get('Account')?.has(String(customer['id'])) === true &&
      customer['reseller_id'] === free['account_id'];
    return {
      document,
      variables: { licenses: [{ licenseId: free['id'], customerId: customer['id'] }] },
      fault: (answer) => toldOtherwise(answer, 'CUSTOMER_NOT_FOUND', !known),
    };
  });
}

/** Whatever is left of an order, a customer that is not seen does not exist. */
function orderProbe(variables: Readonly<Record<string, unknown>>): Probe {
  return {
    document,
    variables,
    fault: (answer) => toldOtherwise(answer, 'LICENSE_NOT_FOUND', false),
  };
}

/** Null where a license is called unknown exactly if the role does not see it. */
function toldOtherwise({ data }: Answer, code: string, expected: boolean): string | null {
  const previewed = data?.['licenseTransferPreview'] as Previewed | undefined;
  if (previewed === undefined) return 'it said nothing';
  const codes = codesOf([previewed, ...previewed.licenses]);
  return codes.includes(code) === expected ? null : `it said ${codes.join() || 'that all go'}`;
}
