import type { Row } from '@mainstay/demo/world/world';
import { lookupRows, type Probe, type Prober } from './arguments.js';
import type { Answer } from './observed.js';
import { visibleRows } from './world-rows.js';

const document = `query ($pairs: [MaintenancePair!]!, $customerId: ID, $acceptPast: Boolean) {
  maintenanceAssociatePreview(pairs: $pairs, customerId: $customerId, acceptPast: $acceptPast) {
    __typename userErrors { __typename code } uncoveredLicenses { __typename id }
    pairs { __typename maintenanceCode { __typename id } license { __typename id } userErrors { __typename code } } } }`;

interface Refused {
  readonly userErrors: readonly { readonly code: string }[];
}
type Previewed = Refused & { readonly pairs: readonly Refused[] };

interface Asked {
  readonly code: Row;
  readonly subject: Row;
  readonly kind: 'License' | 'Site';
}

/**
 * How the preview of packs is asked: with a code, a license, a site or a customer of the role's own, of its vendor and
 * of another vendor. What it does not see does not exist: that pair says so, and nothing else does.
 */
export function associatePreviewProbes(element: string, prober: Prober): Probe[] {
  const codes = lookupRows('MaintenanceCode', 'id', prober, ({ state }) => state === 'UNUSED');
  const [code] = codes;
  const [license] = lookupRows('License', 'id', prober);
  if (code === undefined || license === undefined) return [];
  const owned = { code, subject: license, kind: 'License' } as const;
  switch (element) {
    case 'Query.maintenanceAssociatePreview(pairs:)':
    case 'MaintenancePair.maintenanceCodeId':
      return codes.map((one) => pairProbe({ ...owned, code: one }, prober));
    case 'Query.maintenanceAssociatePreview(acceptPast:)':
      return [true, false].map((acceptPast) => pairProbe(owned, prober, { acceptPast }));
    case 'MaintenancePair.licenseId':
      return lookupRows('License', 'id', prober).map((subject) => pairProbe({ ...owned, subject }, prober));
    case 'MaintenancePair.siteId':
      return lookupRows('Site', 'id', prober).map((subject) =>
        pairProbe({ code, subject, kind: 'Site' }, prober),
      );
    case 'Query.maintenanceAssociatePreview(customerId:)':
      return lookupRows('Account', 'id', prober).map(({ id }) => customerProbe(owned, id, prober));
    default:
      return [];
  }
}

function sees(prober: Prober, type: string, id: unknown): boolean {
  return visibleRows(prober.world, prober.role).get(type)?.has(String(id)) === true;
}

function pairOf({ code, subject, kind }: Asked) {
  return {
    maintenanceCodeId: code['id'],
    [kind === 'License' ? 'licenseId' : 'siteId']: subject['id'],
  };
}

function pairProbe(asked: Asked, prober: Prober, more: Readonly<Record<string, unknown>> = {}): Probe {
  const unknown = !sees(prober, 'MaintenanceCode', asked.code['id'])
    ? 'CODE_NOT_FOUND'
    : sees(prober, asked.kind, asked.subject['id'])
      ? null
      : 'SUBJECT_NOT_FOUND';
  return {
    document,
    variables: { pairs: [pairOf(asked)], ...more },
    fault: (answer) => toldOtherwise(previewOf(answer)?.pairs[0], unknown),
  };
}

function customerProbe(asked: Asked, customerId: unknown, prober: Prober): Probe {
  const unknown = sees(prober, 'Account', customerId) ? null : 'CUSTOMER_NOT_FOUND';
  return {
    document,
    variables: { pairs: [pairOf(asked)], customerId },
    fault: (answer) => toldOtherwise(previewOf(answer), unknown),
  };
}

function previewOf({ data }: Answer): Previewed | undefined {
  return data?.['maintenanceAssociatePreview'] as Previewed | undefined;
}

/** Null where exactly what the role does not see is called unknown. */
function toldOtherwise(refused: Refused | undefined, unknown: string | null): string | null {
  const codes = (refused?.userErrors ?? []).map(({ code }) => code);
  const told = codes.find((code) => code.endsWith('_NOT_FOUND')) ?? null;
  return told === unknown && refused !== undefined ? null : `it said ${codes.join() || 'nothing'}`;
}
