import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { reasonFaults } from '@mainstay/kernel/values/reason';
import { newSigningKey } from './signers.js';

export interface LicenseKeyRotate extends ActInput {
  readonly reason?: string | null | undefined;
}

const retire = statement<{ id: string }>(
  'signing.retire',
  'update signing_key set retired_at = greatest($1::timestamptz, created_at) where retired_at is null returning id',
);

const add = statement(
  'signing.takeOver',
  `insert into signing_key (vendor_id, id, public_key, private_key, created_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::timestamptz)`,
);

/**
 * Another key signs from now on, within a minute in every process. Whoever does it can write a private key and read none.
 * Products must know the new public key before it signs what they are to read.
 */
export const licenseKeyRotate: Act<LicenseKeyRotate, null, 'REASON_INVALID'> = {
  name: 'licenseKeyRotate',
  roles: ['VENDOR_ADMIN'],
  check: ({ reason }) => reasonFaults(reason),
  load: () => Promise.resolve(null),
  decide: () => [],
  async apply(transaction, _facts, _input, moment) {
    const retired = await transaction.query(retire, [moment.now]);
    const made = newSigningKey(Date.parse(moment.realNow));
    await transaction.query(add, [made.id, made.publicKey, made.privateKey, moment.now]);
    return {
      ...{ result: { licenseKeyId: made.id }, accountId: null, events: [] },
      changes: [
        ...retired.map(({ id }) => ({ objectId: id, field: 'retiredAt', from: null, to: moment.now })),
        { objectId: made.id, field: 'publicKey', from: null, to: made.publicKey },
      ],
    };
  },
};
