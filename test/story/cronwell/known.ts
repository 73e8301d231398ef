import { activateLicense, getLicense, validateLicense } from '@mainstay/sdk';
import { customerOf } from '../buying.js';
import { clientOf, done, holds, type Member, type Scene } from '../stage.js';

/** What the steps of this story find out, one after the other. */
export interface Known {
  readonly productId: string;
  readonly orderId: string;
  readonly invoiceId: string;
  /** Of the bundles, and the one without a pack. */
  readonly bundled: readonly string[];
  readonly bare: string;
  readonly codes: readonly string[];
  readonly ticketId: string;
}

export const firstOn = '2021-01-11';
/** When all of the purchase happens: nine in the morning at the vendor. */
export const purchase = '2021-01-11T08:00:00Z';
export const lapsed = '2022-02-14T09:00:00Z';

export function resellerOf({ resellers: [first] }: Scene): Member {
  holds(first !== undefined, 'No reseller signs in here.');
  return first;
}

/** The product as it runs on a machine, which has no token: it presents the code of its license. */
export async function presented(scene: Scene, { productId }: Known, licenseId: string, fingerprint: string) {
  const { license } = await getLicense(customerOf(scene).client, { id: licenseId });
  return { license: { productId, code: license?.activationCode ?? '' }, fingerprint };
}

export async function activated(
  scene: Scene,
  known: Known,
  { licenseId, fingerprint, of }: { licenseId: string; fingerprint: string; of: string },
): Promise<string> {
  const { licenseActivate } = await activateLicense(clientOf(scene.stage), {
    input: {
      ...(await presented(scene, known, licenseId, fingerprint)),
      idempotencyKey: scene.key(`activate-${of}`),
    },
  });
  return done(licenseActivate).activation?.id ?? '';
}

export async function validated(
  scene: Scene,
  known: Known,
  { licenseId, fingerprint, version }: { licenseId: string; fingerprint: string; version: string },
) {
  const input = { ...(await presented(scene, known, licenseId, fingerprint)), version };
  const { licenseValidate } = await validateLicense(clientOf(scene.stage), { input });
  const { validation } = done(licenseValidate);
  holds(validation !== null, 'Nothing was said of the license.');
  return validation;
}
