import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  ActivateLicenseDocument,
  ActivationMoveDocument,
  AssessmentConfirmDocument,
  getSupportBalance,
  LicenseTransferDocument,
  listLicenses,
  listSupportGrants,
  MaintenanceAssociateDocument,
  MaintenanceAssociationUndoDocument,
  OrderPlaceDocument,
  PaymentRecordDocument,
  QuoteAcceptDocument,
  ticketOpen,
  TicketOpenDocument,
} from '@mainstay/sdk';
import { meet } from '../harness/waiting.js';
import { asked, type Input, type Tried } from './bad-input/acts.js';
import { stillDigests } from './bad-input/digests.js';
import { openGround, today, type Ground } from './bad-input/ground.js';

const crowd = 8;
type Service = 'licensing' | 'support' | 'billing';

/** The last of its units that deskhaven's customer has, the lot that it is of, and a license to ask about. */
interface LastUnit {
  readonly lotId: string;
  readonly licenseId: string;
}

let ground: Ground;
let last: LastUnit;

beforeAll(async () => {
  ground = await openGround();
  last = await useAllButOne();
  await stillDigests(ground.graph);
}, 120_000);
afterAll(() => ground.graph.stop());

/** Opens tickets until one more can be opened. */
async function useAllButOne(): Promise<LastUnit> {
  const customer = await ground.clientOf('deskhaven.customer');
  const { licenses } = await listLicenses(customer, { first: 100 });
  const licenseId = licenses?.nodes.find((one) => one.status === 'ACTIVE' && one.coverage.active)?.id ?? '';
  for (;;) {
    const { account } = await getSupportBalance(customer);
    const available = account?.supportBalance?.find(({ unit }) => unit === 'TICKET')?.available ?? 0;
    if (available < 1) throw new Error('The customer has no ticket left.');
    if (available === 1) break;
    const { ticketOpen: opened } = await ticketOpen(customer, { input: ticketInput(licenseId, available) });
    if (opened.userErrors.length > 0) throw new Error(opened.userErrors[0]?.message);
  }
  const { account } = await listSupportGrants(customer, { first: 100 });
  const lot = account?.supportGrants?.nodes.find(({ unit, left }) => unit === 'TICKET' && left === 1);
  return { lotId: lot?.id ?? '', licenseId };
}

function ticketInput(licenseId: string, index: number) {
  return {
    licenseId,
    subject: `Issue ${String(index)}`,
    body: 'What is to be done?',
    channel: 'EMAIL' as const,
  };
}

/** What can be had once, and how many of it there must be when many have asked. */
interface Single {
  readonly what: string;
  readonly service: Service;
  readonly as: string;
  readonly document: Tried['document'];
  /** Where all of them meet: nobody goes on while it is held. */
  readonly at: () => { readonly table: string; readonly id: string };
  readonly input: (index: number) => Input;
  /** Why all but one are refused. */
  readonly code: string;
  /** Counts what was done, which nothing of before is among. */
  readonly count: string;
  readonly of: () => string;
}

// There only once the tests run.
const cronwell = () => ground.cronwell;
const deskhaven = () => ground.deskhaven;
const cartwright = () => ground.cartwright;
const account = () => ({ table: 'account', id: cronwell().customerId });

const singles: readonly Single[] = [
  {
    ...{ what: 'the last seat', service: 'licensing', as: 'cronwell.customer' },
    ...{ document: ActivateLicenseDocument, at: account, code: 'TOO_MANY_MACHINES' },
    input: (index) => ({ licenseId: cronwell().bare[0], fingerprint: `machine ${String(index)}` }),
    count: 'select from activation where license_id = $1 and deactivated_at is null',
    of: () => cronwell().bare[0] ?? '',
  },
  {
    ...{ what: 'a machine that is moved', service: 'licensing', as: 'cronwell.customer' },
    ...{ document: ActivationMoveDocument, at: account, code: 'ACTIVATION_ENDED' },
    input: (index) => ({
      activationId: cronwell().activationId,
      fingerprint: `new machine ${String(index)}`,
    }),
    count: 'select from activation where license_id = $1 and deactivated_at is null',
    of: () => cronwell().bundled[0] ?? '',
  },
  {
    ...{ what: 'a maintenance code', service: 'licensing', as: 'cronwell.reseller' },
    ...{ document: MaintenanceAssociateDocument, at: account, code: 'CODE_USED' },
    input: (index) => ({
      pairs: [{ maintenanceCodeId: cronwell().codes[0], licenseId: cronwell().bare[index % 4] }],
    }),
    count: 'select from maintenance_association where maintenance_code_id = $1',
    of: () => cronwell().codes[0] ?? '',
  },
  {
    ...{ what: 'an association that is taken back', service: 'licensing', as: 'cronwell.reseller' },
    ...{ document: MaintenanceAssociationUndoDocument, at: account, code: 'UNDONE_ALREADY' },
    input: () => ({ associationId: cronwell().association }),
    count: `select from audit_entry where act = 'maintenanceAssociationUndo' and $1 = any(object_ids)`,
    of: () => cronwell().association,
  },
  {
    ...{ what: 'a license that is handed on', service: 'licensing', as: 'cronwell.reseller' },
    ...{ document: LicenseTransferDocument, code: 'ALREADY_TRANSFERRED' },
    at: () => ({ table: 'license', id: cronwell().ownLicenses[0] ?? '' }),
    input: (index) => ({
      licenses: [{ licenseId: cronwell().ownLicenses[0], companyName: `Sample Company ${String(index)}` }],
    }),
    // Nor is a company made for those who came too late.
    count: `select from account where name like $1 || '%'`,
    of: () => 'Sample Company ',
  },
  {
    ...{ what: 'the last unit of support', service: 'support', as: 'deskhaven.customer' },
    ...{ document: TicketOpenDocument, code: 'UNITS_TOO_FEW' },
    at: () => ({ table: 'support_grant', id: last.lotId }),
    input: (index) => ({ ...ticketInput(last.licenseId, index), subject: 'The last one' }),
    count: `select from ticket where license_id = $1 and subject = 'The last one'`,
    of: () => last.licenseId,
  },
  {
    ...{ what: 'a price that is confirmed', service: 'support', as: 'cartwright.customer' },
    ...{ document: AssessmentConfirmDocument, code: 'NOTHING_PROPOSED' },
    at: () => ({ table: 'ticket', id: cartwright().priced }),
    input: () => ({ ticketId: cartwright().priced }),
    // Forty credits in all, of however many lots.
    count: `select from ledger_entry where ticket_id = $1 and kind = 'RESERVED' having sum(units) = 40`,
    of: () => cartwright().priced,
  },
  {
    ...{ what: 'a quote', service: 'billing', as: 'deskhaven.customer' },
    ...{ document: QuoteAcceptDocument, code: 'QUOTE_NOT_OPEN' },
    at: () => ({ table: 'quote', id: deskhaven().quoteId }),
    input: (index) => ({ quoteId: deskhaven().quoteId, purchaseOrderNumber: `PO-${String(index)}` }),
    count: 'select from sales_order where quote_id = $1',
    of: () => deskhaven().quoteId,
  },
  {
    ...{ what: 'a draft that is placed', service: 'billing', as: 'cronwell.reseller' },
    ...{ document: OrderPlaceDocument, code: 'ORDER_NOT_DRAFT' },
    at: () => ({ table: 'sales_order', id: cronwell().draft }),
    input: () => ({ orderId: cronwell().draft }),
    count: 'select from invoice where order_id = $1',
    of: () => cronwell().draft,
  },
  {
    ...{ what: 'the payment of an invoice', service: 'billing', as: 'cronwell.admin' },
    ...{ document: PaymentRecordDocument, code: 'INVOICE_PAID' },
    at: () => ({ table: 'invoice', id: cronwell().invoice.id }),
    input: () => ({
      ...{ invoiceId: cronwell().invoice.id, amount: cronwell().invoice.total, currency: 'EUR' },
      ...{ paidOn: today, method: 'TRANSFER' },
    }),
    count: 'select from payment where invoice_id = $1',
    of: () => cronwell().invoice.id,
  },
];

describe(`${String(crowd)} at once, each by a key of its own`, () => {
  test.each(singles.map((single) => [single.what, single] as const))(
    'get %s once, and the others are told why not',
    async (_, { service, as, document, at, input, code, count, of }) => {
      const client = await ground.clientOf(as);
      const holder = new pg.Client(ground.graph.ownerUrls[service]);
      await holder.connect();
      const calls = Array.from({ length: crowd }, (_unused, index) => () => {
        const idempotencyKey = `${code}-${String(index)}`;
        return asked(client, document, { ...input(index), idempotencyKey });
      });
      const answers = await meet(holder, at(), calls).finally(() => holder.end());
      const refused = answers.filter((answer) => answer !== null).map((answer) => answer.code);
      expect(refused).toEqual(Array.from({ length: crowd - 1 }, () => code));
      expect(await ground.graph.rows(service, count, [of()])).toHaveLength(1);
    },
  );
});
