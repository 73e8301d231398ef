import {
  getLicense,
  licenseTransfer,
  maintenanceAssociate,
  orderCreate,
  orderPlace,
  paymentRecord,
  type LicenseTransferInput,
} from '@mainstay/sdk';
import { customerOf, fulfilled, same } from '../buying.js';
import { advanceTo, done, refused, type Scene } from '../stage.js';
import { firstOn, purchase, resellerOf, type Known } from './known.js';

/** Three licenses and two packs that the reseller buys for itself. */
async function stocked(scene: Scene, { productId }: Known) {
  const { client } = resellerOf(scene);
  const line = { productId, metric: 'SERVER' } as const;
  const { orderCreate: begun } = await orderCreate(client, {
    input: {
      lines: [
        { ...line, kind: 'LICENSE', quantity: 3 },
        { ...line, kind: 'MAINTENANCE', quantity: 2, years: 1 },
      ],
      ...{ purchaseOrderNumber: 'PO-2', idempotencyKey: scene.key('stock') },
    },
  });
  const orderId = done(begun).order?.id ?? '';
  const { orderPlace: placed } = await orderPlace(client, {
    input: { orderId, idempotencyKey: scene.key('stock-place') },
  });
  const { invoice, total } = done(placed).order ?? {};
  const { paymentRecord: paid } = await paymentRecord(scene.admin, {
    input: {
      ...{ invoiceId: invoice?.id ?? '', amount: total?.amount ?? '', currency: 'EUR', paidOn: firstOn },
      ...{ method: 'TRANSFER', idempotencyKey: scene.key('stock-pay') },
    },
  });
  done(paid);
  const [licenses, packs] = await fulfilled(scene.admin, orderId);
  return { orderId, licenses: licenses?.objectIds ?? [], packs: packs?.objectIds ?? [] };
}

async function covered(scene: Scene, maintenanceCodeId = '', licenseId = ''): Promise<void> {
  const { maintenanceAssociate: used } = await maintenanceAssociate(resellerOf(scene).client, {
    input: { pairs: [{ maintenanceCodeId, licenseId }], idempotencyKey: scene.key(`cover-${licenseId}`) },
  });
  done(used);
}

async function transfer(scene: Scene, input: LicenseTransferInput) {
  const { licenseTransfer: handed } = await licenseTransfer(resellerOf(scene).client, { input });
  return handed;
}

/** One license to a company that is written, one to the same as somebody else writes it, the rest to the customer. */
export async function handOn(scene: Scene, known: Known): Promise<undefined> {
  const { orderId, licenses, packs } = await stocked(scene, known);
  const [one = '', two = '', three = ''] = licenses;
  await covered(scene, packs[0], one);
  const written = (licenseId: string, companyName: string, of: string) =>
    transfer(scene, { licenses: [{ licenseId, companyName }], idempotencyKey: scene.key(of) });
  const first = done(await written(one, 'Sample Harbor', 'hand-one'));
  const again = done(await written(two, '  SAMPLE harbor', 'hand-two'));
  const rest = { orderId, customerId: customerOf(scene).accountId };
  const last = done(await transfer(scene, { ...rest, idempotencyKey: scene.key('hand-rest') }));
  // After that, a pack that stayed with the reseller covers what it handed on.
  await covered(scene, packs[1], three);
  const says = refused(await transfer(scene, rest), 'NOTHING_TO_TRANSFER');
  if (!(await advanceTo(scene, purchase))) return undefined;
  same([first.count, again.count, last.count], [1, 1, 1], 'Licenses handed on number');
  const [harbor, other] = [first.licenses?.[0]?.account, again.licenses?.[0]?.account];
  same([harbor?.name, other?.id], ['Sample Harbor', harbor?.id], 'The company that was written is');
  const { client } = resellerOf(scene);
  const until = async (id: string) => (await getLicense(client, { id })).license?.coverage.expiresOn ?? null;
  same(
    [await until(one), await until(two), await until(three)],
    ['2022-01-11', null, '2022-01-11'],
    'Handed on with their cover they are covered until',
  );
  const { license } = await getLicense(customerOf(scene).client, { id: three });
  same(license?.coverage.expiresOn, '2022-01-11', 'The customer sees it covered until');
  scene.stage.say(
    `2 licenses go to the new ${harbor?.name ?? ''}, written in two ways, 1 to the customer; no more: ${says}`,
  );
  return undefined;
}
