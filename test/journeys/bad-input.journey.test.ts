import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { validateLicense } from '@mainstay/sdk';
import { asked, changed, fieldsOf, nowhere, type Fault, type Tried } from './bad-input/acts.js';
import { buying } from './bad-input/buying.js';
import { digestsOf, stillDigests, type Digests } from './bad-input/digests.js';
import { openGround, type Ground } from './bad-input/ground.js';
import { running } from './bad-input/running.js';
import { serving } from './bad-input/serving.js';

let ground: Ground;
let before: Digests;

beforeAll(async () => {
  ground = await openGround();
  before = await stillDigests(ground.graph);
}, 120_000);
afterAll(() => ground.graph.stop());

/** What a person can go by: not only that it was wrong, and in a whole sentence. */
const wayOut = 20;

describe.each([...buying, ...running, ...serving].map((tried) => [tried.act, tried] as const))(
  '%s is refused, and changes nothing in any service, for',
  (act, { document, as, valid, other, faults, then = [] }: Tried) => {
    const isRefused = async (fault: Fault) => {
      const client = await ground.clientOf(fault.as === undefined ? as : fault.as);
      const answer = await asked(client, document, changed(valid(ground), fault.but(ground)));
      expect(answer).toEqual({ code: fault.code, field: fault.field, message: expect.any(String) });
      expect(answer?.message.length).toBeGreaterThan(wayOut);
      expect(await digestsOf(ground.graph)).toEqual(before);
    };
    test('the fields that they name are those of its input', () => {
      const named = [...faults, ...then].map(({ field }) => field.split('.')[0]);
      expect(fieldsOf(act)).toEqual(expect.arrayContaining(named));
    });

    const named = (all: readonly Fault[]) => all.map((fault) => [fault.what, fault] as const);

    test.each(named(faults))('%s', (_, fault) => isRefused(fault));

    test('the key of another input, while what is right is done once', async () => {
      const client = await ground.clientOf(as);
      const input = { ...valid(ground), idempotencyKey: `right-${act}` };
      expect(await asked(client, document, input)).toBeNull();
      const done = await stillDigests(ground.graph);
      expect(done).not.toEqual(before);
      before = done;
      expect(await asked(client, document, input)).toBeNull();
      if (other !== null)
        expect(await asked(client, document, changed(input, other(ground)))).toEqual({
          ...{ code: 'CONFLICT', field: 'idempotencyKey' },
          message: expect.stringContaining('Take a new key'),
        });
      expect(await digestsOf(ground.graph)).toEqual(before);
    });

    if (then.length > 0) test.each(named(then))('%s', (_, fault) => isRefused(fault));
  },
);

test.each([
  ['a code that there is not', ({ cronwell: { productId } }: Ground) => ({ productId, code: nowhere })],
  [
    "another product's code",
    ({ cronwell: { otherProductId: productId, activationCode: code } }: Ground) => ({ productId, code }),
  ],
  [
    "another tenant's product",
    ({ cronwell: { foreign, activationCode: code } }: Ground) => ({ productId: foreign.product ?? '', code }),
  ],
])('a product that validates with %s hears the reason, and changes nothing', async (_, license) => {
  const { licenseValidate } = await validateLicense(await ground.clientOf(null), {
    input: { license: license(ground), fingerprint: 'machine three', version: '8.0.0' },
  });
  expect(licenseValidate).toMatchObject({
    userErrors: [],
    validation: { valid: false, reason: 'CODE_UNKNOWN', reasons: ['CODE_UNKNOWN'], file: null },
  });
  expect(await digestsOf(ground.graph)).toEqual(before);
});
