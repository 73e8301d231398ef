import {
  activateLicense,
  contactCreate,
  getInvoicePdf,
  getLicense,
  getOrder,
  getSupportEntitlement,
  listLicenseKeys,
  listOffers,
  maintenanceAssociate,
  maintenanceAssociationUndo,
  orderCreate,
  orderPlace,
  paymentRecord,
  ticketOpen,
  ticketReply,
  validateLicense,
} from '@mainstay/sdk';
import { verifyFile } from '@mainstay/sdk/offline';
import { advanceTo, clientOf, done, holds, refused, until, type Member, type Scene } from './stage.js';
import type { Story } from './story.js';

/** What the steps of this story find out, one after the other. */
interface Known {
  readonly productId: string;
  readonly orderId: string;
  readonly invoiceId: string;
  /** Of the bundles, and the one without a pack. */
  readonly bundled: readonly string[];
  readonly bare: string;
  readonly codes: readonly string[];
  readonly ticketId: string;
}

const firstOn = '2021-01-11';

const reseller = (scene: Scene): Member => memberOf(scene.resellers);
const customer = (scene: Scene): Member => memberOf(scene.customers);

function memberOf([first]: readonly Member[]): Member {
  holds(first !== undefined, 'Nobody of that role signs in here.');
  return first;
}

const cents = (amount: string) => Math.round(Number(amount) * 100);
const money = (minor: number) => (minor / 100).toFixed(2);

async function order(scene: Scene): Promise<Partial<Known>> {
  const { client } = reseller(scene);
  const { accountId: customerId } = customer(scene);
  const { contactCreate: contact } = await contactCreate(scene.admin, {
    input: {
      ...{ accountId: customerId, name: 'Sample Contact', email: 'licenses@customer.example' },
      idempotencyKey: scene.key('contact'),
    },
  });
  done(contact);
  const { offers } = await listOffers(client, { first: 100, filter: { kind: 'BUNDLE' } });
  const bundle = offers?.nodes.find(({ metric }) => metric === 'SERVER');
  const productId = bundle?.product?.id;
  holds(bundle !== undefined && productId !== undefined, 'No bundle is offered.');
  scene.stage.say(`a bundle costs it ${bundle.unit.amount} ${bundle.unit.currency}`);
  const line = { productId, metric: 'SERVER' } as const;
  const { orderCreate: begun } = await orderCreate(client, {
    input: {
      ...{ customerId, purchaseOrderNumber: 'PO-1', idempotencyKey: scene.key('order') },
      lines: [
        { ...line, kind: 'BUNDLE', quantity: 3, years: 1 },
        { ...line, kind: 'LICENSE' },
        { ...line, kind: 'MAINTENANCE', quantity: 2, years: 1 },
      ],
    },
  });
  const orderId = done(begun).order?.id ?? '';
  const { orderPlace: placed } = await orderPlace(client, {
    input: { orderId, idempotencyKey: scene.key('place') },
  });
  const { order: bound } = done(placed);
  const invoiceId = bound?.invoice?.id ?? '';
  const { invoice } = await getInvoicePdf(client, { id: invoiceId });
  holds(atob(invoice?.pdf ?? '').startsWith('%PDF-'), 'The invoice has no PDF.');
  scene.stage.say(
    `order ${bound?.number ?? ''} comes to ${bound?.total?.amount ?? ''}, invoice ${invoice?.number ?? ''}`,
  );
  return { productId, orderId, invoiceId };
}

async function pay(scene: Scene, { invoiceId, orderId }: Known): Promise<undefined> {
  const { order: bought } = await getOrder(reseller(scene).client, { id: orderId });
  const total = cents(bought?.total?.amount ?? '0');
  const paidOn = bought?.placedOn ?? '';
  const record = async (minor: number, of: string) => {
    const { paymentRecord: recorded } = await paymentRecord(scene.admin, {
      input: {
        ...{ invoiceId, amount: money(minor), currency: 'EUR', paidOn, method: 'TRANSFER' },
        idempotencyKey: scene.key(of),
      },
    });
    return recorded;
  };
  done(await record(100_000, 'part'));
  const over = await record(total, 'over');
  // Paid already, where the story is played again.
  holds(
    ['OVERPAYMENT', 'INVOICE_PAID'].includes(over.userErrors[0]?.code ?? ''),
    'An overpayment was taken.',
  );
  done(await record(total - 100_000, 'rest'));
  scene.stage.say(`paid in two parts; more was refused: ${over.userErrors[0]?.message ?? ''}`);
  return undefined;
}

async function become(scene: Scene, { orderId }: Known): Promise<Partial<Known>> {
  const { client } = reseller(scene);
  const lines = await until(async () => {
    const { order: found } = await getOrder(client, { id: orderId });
    return found?.state === 'FULFILLED' ? found.lines : null;
  });
  const [bundles, single, packs] = lines.map(({ objectIds }) => objectIds);
  const bundled = (bundles ?? []).filter((id) => id.startsWith('lic_'));
  const [bare = ''] = single ?? [];
  holds(bundled.length === 3 && bare !== '' && packs?.length === 2, 'The lines became something else.');
  // As of the day of purchase, whenever this is played.
  const { license } = await getLicense(client, { id: bundled[0] ?? '', asOf: firstOn });
  holds(license?.coverage.active === true, 'The pack of a bundle does not cover its license.');
  scene.stage.say(`3 licenses covered until ${license.coverage.expiresOn ?? ''}, 1 bare, 2 packs to use`);
  return { bundled, bare, codes: packs };
}

async function associate(scene: Scene, { bundled, bare, codes }: Known): Promise<undefined> {
  const { client } = reseller(scene);
  const [first = '', second = ''] = codes;
  const pairs = [
    { maintenanceCodeId: first, licenseId: bare },
    { maintenanceCodeId: second, licenseId: bundled[0] ?? '' },
  ];
  const { maintenanceAssociate: used } = await maintenanceAssociate(client, {
    input: { pairs, idempotencyKey: scene.key('associate') },
  });
  const code = done(used).maintenanceCodes?.find(({ id }) => id === second);
  const again = await maintenanceAssociate(client, {
    input: { pairs: [{ maintenanceCodeId: first, licenseId: bare }] },
  });
  refused(again.maintenanceAssociate, 'CODE_USED');
  const stacked = code?.association;
  if (stacked === null || stacked === undefined) {
    // Played before: the same key answers the code as it stands now.
    holds(code?.state === 'UNUSED', 'What was undone cannot be used again.');
    return undefined;
  }
  const { maintenanceAssociationUndo: undone } = await maintenanceAssociationUndo(client, {
    input: { associationId: stacked.id, idempotencyKey: scene.key('undo') },
  });
  holds(done(undone).maintenanceCode?.state === 'UNUSED', 'What was undone cannot be used again.');
  scene.stage.say(`both associated in one call; the one from ${stacked.startsOn ?? 'no day'} was taken back`);
  return undefined;
}

interface Validated {
  readonly productId: string;
  readonly licenseId: string;
  readonly version: string;
}

/** What the running product hears, without a token. */
async function validated(scene: Scene, { productId, licenseId, version }: Validated) {
  const { license } = await getLicense(reseller(scene).client, { id: licenseId });
  const product = clientOf(scene.stage);
  const presented = { license: { productId, code: license?.activationCode ?? '' }, fingerprint: machine };
  const { licenseValidate } = await validateLicense(product, { input: { ...presented, version } });
  const { validation } = done(licenseValidate);
  holds(validation !== null, 'Nothing was said of the license.');
  return validation;
}

const machine = 'machine one';

async function run(scene: Scene, { bare, productId }: Known): Promise<undefined> {
  const { license } = await getLicense(reseller(scene).client, { id: bare });
  const newest = license?.entitledVersion.release?.version ?? '';
  const product = clientOf(scene.stage);
  const { licenseActivate } = await activateLicense(product, {
    input: {
      ...{ license: { productId, code: license?.activationCode ?? '' }, fingerprint: machine },
      idempotencyKey: scene.key('activate'),
    },
  });
  done(licenseActivate);
  const validation = await validated(scene, { productId, licenseId: bare, version: newest });
  holds(validation.valid, `${newest} is refused: ${validation.reason ?? ''}`);
  const { viewer } = await listLicenseKeys(scene.admin);
  const keys = Object.fromEntries(
    (viewer?.vendor?.licenseKeys ?? []).map(({ id, publicKey }) => [id, publicKey]),
  );
  const file = validation.file ?? '';
  const at = { keys, product: productId, fingerprint: machine, today: validation.validateBy ?? '' };
  const read = await verifyFile(file, at);
  holds(read.state === 'VALIDATE_SOON', `The file reads ${read.state}.`);
  const middle = Math.floor(file.length / 2);
  const flipped = `${file.slice(0, middle)}${file[middle] === 'A' ? 'B' : 'A'}${file.slice(middle + 1)}`;
  const forged = await verifyFile(flipped, at);
  holds(forged.state === 'SIGNATURE_INVALID', `A flipped file reads ${forged.state}.`);
  scene.stage.say(`${newest} is valid, to be validated again by ${validation.validateBy ?? 'no day'}`);
  return undefined;
}

async function support(scene: Scene, { bare }: Known): Promise<Partial<Known>> {
  const { client } = customer(scene);
  const { ticketOpen: opened } = await ticketOpen(client, {
    input: {
      ...{ licenseId: bare, subject: 'Jobs start late', body: 'Since this morning.', channel: 'EMAIL' },
      idempotencyKey: scene.key('ticket'),
    },
  });
  const ticketId = done(opened).ticket?.id ?? '';
  const { ticketReply: answered } = await ticketReply(scene.agent, {
    input: { ticketId, body: 'We are looking at it.', idempotencyKey: scene.key('reply') },
  });
  holds(done(answered).ticket?.target?.metAt != null, 'The first answer did not meet the target.');
  scene.stage.say(
    `a ticket is accepted, due by ${opened.ticket?.target?.dueAt ?? 'no instant'}, and answered`,
  );
  return { ticketId };
}

async function lapse(scene: Scene, { bare, productId }: Known): Promise<undefined> {
  await advanceTo(scene, '2022-02-14T09:00:00Z');
  const { client } = customer(scene);
  const past = await validated(scene, { productId, licenseId: bare, version: '8.9.0' });
  holds(past.reason === 'VERSION_AFTER_CUTOFF', `8.9.0 reads ${past.reason ?? 'valid'}.`);
  const still = await validated(scene, { productId, licenseId: bare, version: '8.6.0' });
  holds(
    still.valid && still.warnings.includes('COVER_LAPSED'),
    'An entitled version stopped with its cover.',
  );
  const { license } = await getSupportEntitlement(client, { licenseId: bare });
  const decision = license?.supportEntitlement;
  holds(decision?.accepted === false, 'Support is owed without cover.');
  const { ticketOpen: opened } = await ticketOpen(client, {
    input: { licenseId: bare, subject: 'Again', body: 'A year later.', channel: 'EMAIL' },
  });
  const says = refused(opened, 'NOT_COVERED');
  scene.stage.say(
    `lapsed, a ticket is refused (${says}) with the ways forward ${decision.waysForward.join(', ')}`,
  );
  return undefined;
}

/** From purchase to validation, at a vendor who sells packs. */
export const cronwell: Story<Known> = {
  tenant: 'cronwell',
  firstOn,
  steps: [
    { title: 'A reseller orders for its customer', play: order },
    { title: 'The invoice is paid', play: pay },
    { title: 'The order becomes what was bought', play: become },
    { title: 'Packs are associated, and one is taken back', play: associate },
    { title: 'The product is activated and validates, also offline', play: run },
    { title: 'The customer is helped', play: support },
    { title: 'A year later cover has lapsed', play: lapse },
  ],
};
