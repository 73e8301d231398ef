import { addDays } from '@mainstay/kernel/values/civil';
import { checkSymbol } from '@mainstay/kernel/values/code';
import { buildTestWorld, testDay } from '@mainstay/demo/test-world';
import type { Row } from '@mainstay/demo/world/world';
import { billingProbes } from './billing-probes.js';
import { packProbes } from './pack-probes.js';
import { document, type MutationProbe, type Owner } from './probe.js';
import { worldRows } from './world-rows.js';

export type { MutationProbe } from './probe.js';

async function anotherKey(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `another-key-${String(call)}`;
  await owner.query(
    `insert into api_key (vendor_id, id, account_id, reseller_id, name, key_hash, scopes, created_at)
     select vendor_id, $2, account_id, reseller_id, name, encode(sha256(convert_to($2, 'UTF8')), 'hex'), scopes, created_at
     from api_key where id = $1`,
    [id, another],
  );
  return another;
}

const world = buildTestWorld();

/** One whose plan covers sites, and one that has none and must see none. */
const sitesAt = ['cronwell', 'deskhaven'];

/** The license itself, as an act on its standing needs it: nobody else's probe minds. */
function standingAt(status: string) {
  return async (owner: Owner, { id }: Row): Promise<string> => {
    await owner.query(
      `update license set status = $2, prereleases = false,
         revoked_at = null, suspended_at = case when $2 = 'SUSPENDED' then created_at end where id = $1`,
      [id, status],
    );
    return String(id);
  };
}

/** As the plan has it already. */
function policyOf(planId: unknown): string {
  const versions = world.licensing['maintenance_plan_version'] ?? [];
  return JSON.stringify(versions.find((row) => row['plan_id'] === planId)?.['policy']);
}

/** The license itself, with a seat to take. */
async function freeOfMachines(owner: Owner, { id }: Row): Promise<string> {
  await owner.query(
    "update license set status = 'ACTIVE', revoked_at = null, suspended_at = null where id = $1",
    [id],
  );
  await owner.query(
    "update activation set deactivated_at = activated_at, ended_by = 'DEACTIVATED' where license_id = $1 and deactivated_at is null",
    [id],
  );
  return String(id);
}

/** Whole, and another one for each call: the machine is one and what it showed is not. */
function requestCodeOf(call: number): string {
  const payload = `0123456789ABCDEF${String(call).padStart(8, '0')}`;
  return payload + checkSymbol(payload);
}

/** Under a plan that lets it move: what stands in the way is to be the scope alone. */
async function anotherMachine(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `another-machine-${String(call)}`;
  await owner.query(
    `insert into activation (vendor_id, id, account_id, reseller_id, license_id, machine_key, activated_at)
     select vendor_id, $2, account_id, reseller_id, license_id, $3, '2020-01-01' from activation where id = $1`,
    [id, another, String(call).padStart(16, '0')],
  );
  return another;
}

/** The ticket itself, as an act on its state needs it: nobody's answer stands in the way. */
function ticketAt(state: 'OPEN' | 'RESOLVED' | 'CLOSED') {
  return async (owner: Owner, { id }: Row): Promise<string> => {
    await owner.query(
      `update ticket set state = $2, met_at = null, breached_at = null, target = null, due_at = null, finding = null,
         closed_at = case when $2 = 'CLOSED' then greatest(opened_at, now()) end where id = $1`,
      [id, state],
    );
    return String(id);
  };
}

/** The license itself, as support knows it: served for ever. */
async function covered(owner: Owner, { id }: Row): Promise<string> {
  const cover = { id: 'cov_tried', source: 'LICENSE', startsOn: '2020-01-01', expiresOn: '2099-01-01' };
  await owner.query("update known_license set status = 'ACTIVE', cover = $2 where id = $1", [
    id,
    JSON.stringify([{ ...cover, planId: 'pln_tried', planVersion: 1 }]),
  ]);
  return String(id);
}

interface AnotherMember {
  readonly row: Row;
  readonly call: number;
  readonly endsAt: string | null;
}

async function anotherMember(owner: Owner, { row, call, endsAt }: AnotherMember): Promise<string> {
  const another = `another-member-${String(call)}`;
  await owner.query(
    `with person as (insert into app_user (vendor_id, id, issuer, subject)
       select vendor_id, $2, 'https://issuer.example.com', $2 from membership where id = $1)
     insert into membership (vendor_id, id, user_id, account_id, reseller_id, role, starts_at, ends_at)
     select vendor_id, $2, $2, account_id, reseller_id, role, '2020-01-01', $3 from membership where id = $1`,
    [row['id'], another, endsAt],
  );
  return another;
}

/** Each call asks for another day, or it would find everything planned so already. */
function onDay(call: number): string {
  return addDays('2099-01-01', call);
}

/** Every mutation by its element of the matrix, told by hand. */
export const mutationProbes: Readonly<Record<string, MutationProbe>> = {
  'Mutation.contactCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('contactCreate'),
    input: ({ id }, call) => ({
      accountId: id,
      name: 'A person',
      email: `person-${String(call)}@example.com`,
    }),
  },
  'Mutation.contactUpdate': {
    ...{ service: 'licensing', type: 'Contact', unknown: 'CONTACT_NOT_FOUND' },
    document: document('contactUpdate'),
    input: ({ id }, call) => ({ contactId: id, name: `Person ${String(call)}`, reason: 'misspelled' }),
  },
  'Mutation.contactErase': {
    ...{ service: 'licensing', type: 'Contact', unknown: 'CONTACT_NOT_FOUND', usesUp: true },
    document: document('contactErase'),
    input: ({ id }) => ({ contactId: id, reason: 'left the company' }),
  },
  // Tried on whom it names as reseller of record.
  'Mutation.accountCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'RESELLER_NOT_FOUND' },
    document: document('accountCreate'),
    input: ({ id }) => ({ kind: 'CUSTOMER', name: 'A company', country: 'SE', resellerId: id }),
  },
  'Mutation.accountUpdate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('accountUpdate'),
    input: ({ id }, call) => ({ accountId: id, name: `Company ${String(call)}` }),
  },
  'Mutation.apiKeyCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('apiKeyCreate'),
    input: ({ id }) => ({ accountId: id, name: 'A system', scopes: ['licensing:read'] }),
  },
  'Mutation.apiKeyRotate': {
    ...{ service: 'licensing', type: 'ApiKey', unknown: 'API_KEY_NOT_FOUND', arrange: anotherKey },
    document: document('apiKeyRotate'),
    input: ({ id }) => ({ apiKeyId: id }),
  },
  'Mutation.apiKeyRevoke': {
    ...{ service: 'licensing', type: 'ApiKey', unknown: 'API_KEY_NOT_FOUND', arrange: anotherKey },
    document: document('apiKeyRevoke'),
    input: ({ id }) => ({ apiKeyId: id }),
  },
  'Mutation.siteCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('siteCreate'),
    input: ({ id, vendor_id: vendorId }, call) => ({
      ...{ accountId: id, name: `Site ${String(call)}` },
      productId: worldRows(world, 'Product').find((product) => product['vendor_id'] === vendorId)?.['id'],
    }),
  },
  'Mutation.siteRename': {
    ...{ service: 'licensing', type: 'Site', unknown: 'SITE_NOT_FOUND', tenants: sitesAt },
    document: document('siteRename'),
    input: ({ id }, call) => ({ siteId: id, name: `Site ${String(call)}` }),
  },
  // Of those who left, each may join again; of those who are there, each may leave.
  'Mutation.siteMemberAdd': {
    ...{ service: 'licensing', type: 'SiteMember', unknown: 'SITE_NOT_FOUND', tenants: sitesAt },
    ...{ document: document('siteMemberAdd'), usesUp: true },
    among: (row) => row['left_on'] !== null,
    input: (row) => ({ siteId: row['site_id'], licenseId: row['license_id'] }),
  },
  'Mutation.siteMemberRemove': {
    ...{ service: 'licensing', type: 'SiteMember', unknown: 'SITE_NOT_FOUND', tenants: sitesAt },
    ...{ document: document('siteMemberRemove'), usesUp: true },
    among: (row) => row['left_on'] === null,
    input: (row) => ({ siteId: row['site_id'], licenseId: row['license_id'] }),
  },
  'Mutation.licenseActivate': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('licenseActivate'),
    arrange: freeOfMachines,
    input: ({ id }, call) => ({ licenseId: id, fingerprint: `machine ${String(call)}` }),
  },
  'Mutation.offlineAnswerCreate': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('offlineAnswerCreate'),
    arrange: freeOfMachines,
    input: ({ id }, call) => ({ licenseId: id, requestCode: requestCodeOf(call) }),
  },
  'Mutation.activationEnd': {
    ...{ service: 'licensing', type: 'Activation', unknown: 'ACTIVATION_NOT_FOUND' },
    ...{ document: document('activationEnd'), arrange: anotherMachine },
    input: ({ id }) => ({ activationId: id }),
  },
  'Mutation.activationMove': {
    ...{ service: 'licensing', type: 'Activation', unknown: 'ACTIVATION_NOT_FOUND' },
    ...{ document: document('activationMove'), arrange: anotherMachine },
    input: ({ id }, call) => ({ activationId: id, fingerprint: `moved to ${String(call)}` }),
  },
  'Mutation.licenseFileIssue': {
    ...{ service: 'licensing', type: 'Activation', unknown: 'ACTIVATION_NOT_FOUND' },
    ...{ document: document('licenseFileIssue'), arrange: anotherMachine },
    input: ({ id }) => ({ activationId: id }),
  },
  // Running products alone: `test/journeys/running-product.journey.test.ts` has one ask.
  'Mutation.licenseValidate': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('licenseValidate'),
    input: ({ product_id: productId }) => ({
      ...{ license: { productId, code: 'none' }, fingerprint: 'machine', version: '1.0.0' },
    }),
  },
  // Of the vendor alone: whatever row is given, it is the asker's own key.
  'Mutation.licenseKeyRotate': {
    ...{ service: 'licensing', type: 'Product', unknown: '' },
    document: document('licenseKeyRotate'),
    input: () => ({ reason: 'tried' }),
  },
  'Mutation.planPublish': {
    ...{ service: 'licensing', type: 'MaintenancePlan', unknown: 'PLAN_NOT_FOUND' },
    document: document('planPublish'),
    // On a day that does not come while the matrix runs, and with a policy that is whole.
    input: ({ id }, call) => ({ planId: id, effectiveOn: onDay(call), policy: policyOf(id) }),
  },
  'Mutation.licensePrereleasesSet': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('licensePrereleasesSet'),
    arrange: standingAt('ACTIVE'),
    input: ({ id }) => ({ licenseId: id, optIn: true }),
  },
  'Mutation.licenseRevoke': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('licenseRevoke'),
    arrange: standingAt('ACTIVE'),
    input: ({ id }) => ({ licenseId: id, reason: 'tried' }),
  },
  'Mutation.licenseSuspend': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('licenseSuspend'),
    arrange: standingAt('ACTIVE'),
    input: ({ id }) => ({ licenseId: id, reason: 'tried' }),
  },
  'Mutation.licenseReinstate': {
    ...{ service: 'licensing', type: 'License', unknown: 'LICENSE_NOT_FOUND' },
    document: document('licenseReinstate'),
    arrange: standingAt('SUSPENDED'),
    input: ({ id }) => ({ licenseId: id, reason: 'tried' }),
  },
  'Mutation.releasePublish': {
    ...{ service: 'licensing', type: 'Product', unknown: 'PRODUCT_NOT_FOUND' },
    document: document('releasePublish'),
    input: ({ id }, call) => ({ productId: id, version: `9999.0.${String(call)}` }),
  },
  'Mutation.releaseYank': {
    ...{ service: 'licensing', type: 'Release', unknown: 'RELEASE_NOT_FOUND', usesUp: true },
    document: document('releaseYank'),
    arrange: async (owner, { id }) => {
      await owner.query('update release set yanked_at = null where id = $1', [id]);
      return String(id);
    },
    input: ({ id }) => ({ releaseId: id, reason: 'tried' }),
  },
  'Mutation.memberInvite': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('memberInvite'),
    input: ({ id, kind }, call) => ({
      ...{ accountId: id, role: kind, issuer: 'https://issuer.example.com' },
      subject: `invited-${String(call)}`,
    }),
  },
  // Ended first, so that it can be granted again.
  'Mutation.membershipGrant': {
    ...{ service: 'licensing', type: 'Membership', unknown: 'MEMBERSHIP_NOT_FOUND' },
    arrange: (owner, row, call) => anotherMember(owner, { row, call, endsAt: '2020-01-02' }),
    document: document('membershipGrant'),
    input: ({ id, role, account_id: accountId }) => ({ membershipId: id, role, accountId }),
  },
  'Mutation.membershipEnd': {
    ...{ service: 'licensing', type: 'Membership', unknown: 'MEMBERSHIP_NOT_FOUND' },
    arrange: (owner, row, call) => anotherMember(owner, { row, call, endsAt: null }),
    document: document('membershipEnd'),
    input: ({ id }) => ({ membershipId: id }),
  },
  ...billingProbes,
  ...packProbes,
  'Mutation.accountResellerChange': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('accountResellerChange'),
    among: ({ kind, reseller_id: resellerId }) => kind === 'CUSTOMER' && resellerId !== null,
    // On a day that does not come while the matrix runs.
    input: ({ id }, call) => ({ accountId: id, resellerId: null, on: onDay(call), reason: 'tried' }),
  },
  // The tenants of the tests go by the real clock, which is told to whoever may move one at all.
  'Mutation.clockAdvance': {
    ...{ service: 'licensing', type: 'License', unknown: 'VENDOR_NOT_FOUND', seen: 'CLOCK_REAL' },
    document: document('clockAdvance'),
    input: ({ vendor_id: vendorId }) => ({ vendorId, to: '2100-01-01T00:00:00Z' }),
  },
  'Mutation.sandboxCreate': {
    ...{ service: 'licensing', type: 'License', unknown: 'VENDOR_NOT_FOUND' },
    document: document('sandboxCreate'),
    input: ({ vendor_id: vendorId }) => ({ vendorId, firstOn: '2026-01-10' }),
  },
  'Mutation.coverCorrect': {
    ...{ service: 'licensing', type: 'CoveragePeriod', unknown: 'PERIOD_NOT_FOUND', usesUp: true },
    document: document('coverCorrect'),
    input: ({ id }) => ({ kind: 'REMOVE', periodId: id, reason: 'tried' }),
  },
  // Of two whose plans count units; what has expired is corrected no more.
  'Mutation.grantCorrect': {
    ...{ service: 'support', type: 'SupportGrant', unknown: 'GRANT_NOT_FOUND' },
    ...{ document: document('grantCorrect'), tenants: ['cartwright', 'deskhaven'] },
    among: ({ expires_on: day }) => typeof day !== 'string' || day > testDay,
    input: ({ id }) => ({ grantId: id, kind: 'ADJUST_UNITS', units: 1, reason: 'tried' }),
  },
  'Mutation.goodwillGrant': {
    ...{ service: 'support', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('goodwillGrant'),
    input: ({ id }) => ({ accountId: id, unit: 'TICKET', units: 1, reason: 'tried' }),
  },
  // Of two whose plans count nothing: cover alone serves.
  'Mutation.ticketOpen': {
    ...{
      service: 'support',
      type: 'License',
      unknown: 'LICENSE_NOT_FOUND',
      tenants: ['cronwell', 'tubeworks'],
    },
    ...{ document: document('ticketOpen'), arrange: covered },
    input: ({ id }) => ({ licenseId: id, subject: 'Tried', body: 'Tried.', channel: 'EMAIL' }),
  },
  'Mutation.ticketReply': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND' },
    ...{ document: document('ticketReply'), arrange: ticketAt('OPEN') },
    input: ({ id }) => ({ ticketId: id, body: 'Tried.' }),
  },
  'Mutation.ticketResolve': {
    ...{
      service: 'support',
      type: 'Ticket',
      unknown: 'TICKET_NOT_FOUND',
      tenants: ['cronwell', 'tubeworks'],
    },
    ...{ document: document('ticketResolve'), arrange: ticketAt('OPEN') },
    input: ({ id }) => ({ ticketId: id, finding: 'ANSWERED' }),
  },
  'Mutation.ticketClose': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND' },
    ...{ document: document('ticketClose'), arrange: ticketAt('RESOLVED') },
    input: ({ id }) => ({ ticketId: id }),
  },
  'Mutation.ticketWithdraw': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND' },
    ...{ document: document('ticketWithdraw'), arrange: ticketAt('OPEN') },
    input: ({ id }) => ({ ticketId: id }),
  },
  'Mutation.ticketReopen': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND' },
    ...{ document: document('ticketReopen'), arrange: ticketAt('CLOSED') },
    input: ({ id }) => ({ ticketId: id }),
  },
  // Neither tenant counts credits: whoever sees the ticket is told that it has no price.
  'Mutation.ticketAssess': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND', seen: 'NOT_ASSESSABLE' },
    document: document('ticketAssess'),
    input: ({ id }) => ({ ticketId: id, category: 'QUESTION' }),
  },
  'Mutation.assessmentConfirm': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND', seen: 'NOTHING_PROPOSED' },
    document: document('assessmentConfirm'),
    input: ({ id }) => ({ ticketId: id }),
  },
  'Mutation.assessmentDecline': {
    ...{ service: 'support', type: 'Ticket', unknown: 'TICKET_NOT_FOUND', seen: 'NOTHING_PROPOSED' },
    document: document('assessmentDecline'),
    input: ({ id }) => ({ ticketId: id }),
  },
};
