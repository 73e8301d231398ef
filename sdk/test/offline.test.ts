import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  isRequestCode,
  machineKey,
  makeRequestCode,
  readAnswer,
  verifyFile,
  type LicenseFileContent,
  type VerifyOptions,
} from '../src/offline/index.js';

const pair = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const publicKeyOf = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? '';
const keys = { sgk_1: publicKeyOf(pair.publicKey) };

let machine: string;
beforeAll(async () => {
  machine = await machineKey('here');
});

/** As M9's example: issued 2026-12-20, cover to 2027-01-01, P30D and P14D. */
function content(changes: Partial<LicenseFileContent> = {}): LicenseFileContent {
  return {
    ...{ format: 1, kind: 'ONLINE', key: 'sgk_1', sandbox: false, vendor: 'vnd_1', product: 'prd_1' },
    ...{ license: 'lic_1', machine, issuedOn: '2026-12-20', validateBy: '2027-01-19' },
    ...{ consequenceOn: '2027-02-02', consequence: 'STOP', purchasedOn: '2026-01-01' },
    ...{ cutoffs: [{ from: '2026-12-20', before: '2027-01-01' }], major: null, request: null },
    ...changes,
  };
}

function signed(what: unknown, key = pair.privateKey): string {
  const part = `mainstay-file-1.${Buffer.from(JSON.stringify(what)).toString('base64url')}`;
  return `${part}.${sign(null, Buffer.from(part), key).toString('base64url')}`;
}

function on(today: string, changes: Partial<VerifyOptions> = {}): VerifyOptions {
  return { keys, product: 'prd_1', fingerprint: 'here', today, ...changes };
}

describe('a file as of a day (M9)', () => {
  test.each([
    ['2026-12-20', 'VALID', null],
    ['2027-01-11', 'VALID', null],
    ['2027-01-12', 'VALIDATE_SOON', null],
    ['2027-01-19', 'VALIDATE_SOON', null],
    ['2027-01-20', 'GRACE', null],
    ['2027-02-01', 'GRACE', null],
    ['2027-02-02', 'OVERDUE', 'STOP'],
    ['2030-01-01', 'OVERDUE', 'STOP'],
  ] as const)('on %s is %s', async (today, state, consequence) => {
    expect(await verifyFile(signed(content()), on(today))).toMatchObject({ state, consequence });
  });

  test.each([
    ['2026-12-28', 'GRACE'],
    ['2026-12-31', 'GRACE'],
    ['2027-01-01', 'VERSION_AFTER_CUTOFF'],
    ['2027-01-05', 'VERSION_AFTER_CUTOFF'],
  ])('on 01-25 a release of %s is %s', async (releasedOn, state) => {
    const options = on('2027-01-25', { release: { version: '4.0.0', releasedOn } });
    expect(await verifyFile(signed(content()), options)).toMatchObject({ state, consequence: null });
  });

  test('cover that is bought already begins on its day', async () => {
    const cutoffs = [
      { from: '2026-12-20', before: '2027-01-01' },
      { from: '2027-01-10', before: '2028-01-10' },
    ];
    const file = signed(content({ cutoffs }));
    const release = { version: '4.0.0', releasedOn: '2027-01-05' };
    expect(await verifyFile(file, on('2027-01-09', { release }))).toMatchObject({
      state: 'VERSION_AFTER_CUTOFF',
    });
    expect(await verifyFile(file, on('2027-01-10', { release }))).toMatchObject({ state: 'VALID' });
  });

  test('of a plan that limits upgrades takes what came with the license, and its major version after', async () => {
    const file = signed(content({ major: 4 }));
    const of = async (version: string, releasedOn: string) =>
      (await verifyFile(file, on('2026-12-21', { release: { version, releasedOn } }))).state;
    expect(await of('5.0.0', '2026-01-01')).toBe('VALID');
    expect(await of('4.9.0', '2026-02-01')).toBe('VALID');
    expect(await of('5.0.0', '2026-02-01')).toBe('VERSION_AFTER_CUTOFF');
  });

  test('of a product that never validates is good on any day', async () => {
    const file = signed(content({ validateBy: null, consequenceOn: null, consequence: null }));
    expect(await verifyFile(file, on('2090-01-01'))).toMatchObject({ state: 'VALID', consequence: null });
  });
});

describe('whatever cover does', () => {
  const days = Array.from({ length: 500 }, (_, index) =>
    new Date(Date.UTC(2026, 11, 1) + index * 86_400_000).toISOString().slice(0, 10),
  );

  test('a version that was entitled goes on, and a consequence follows overdue validation alone', async () => {
    for (const before of ['2026-01-02', '2026-12-20', '2027-01-01', '2028-01-01']) {
      const file = signed(content({ cutoffs: [{ from: '2026-12-20', before }] }));
      const release = { version: '4.0.0', releasedOn: '2026-01-01' };
      for (const today of days) {
        const { states, consequence } = await verifyFile(file, on(today, { release }));
        expect(states).not.toContain('VERSION_AFTER_CUTOFF');
        expect(consequence).toBe(today >= '2027-02-02' ? 'STOP' : null);
      }
    }
  });
});

describe('a clock', () => {
  test.each([
    ['2026-12-21', '2026-12-22', 'VALID'],
    ['2026-12-20', '2026-12-22', 'CLOCK_SET_BACK'],
    ['2026-12-19', null, 'VALID'],
    ['2026-12-18', null, 'CLOCK_SET_BACK'],
  ])('that shows %s after %s is %s', async (today, lastSeenOn, state) => {
    expect(await verifyFile(signed(content()), on(today, { lastSeenOn }))).toMatchObject({ state });
  });

  test('that is set back wins nothing', async () => {
    const first = await verifyFile(signed(content()), on('2027-02-02'));
    const again = await verifyFile(signed(content()), on('2026-12-21', { lastSeenOn: first.lastSeenOn }));
    expect(again).toMatchObject({ states: ['CLOCK_SET_BACK', 'OVERDUE'], consequence: 'STOP' });
  });
});

describe('a file that is not for this', () => {
  test.each<[string, Partial<LicenseFileContent>, string]>([
    ['product', { product: 'prd_2' }, 'WRONG_PRODUCT'],
    ['machine', { machine: '0123456789ABCDEF' }, 'WRONG_MACHINE'],
    ['format', { format: 2 } as never, 'SIGNATURE_INVALID'],
    ['key', { key: 'toString' }, 'SIGNATURE_INVALID'],
  ])('%s is refused', async (_, changes, state) => {
    expect(await verifyFile(signed(content(changes)), on('2026-12-21'))).toMatchObject({ state });
  });

  test('is refused where somebody else has signed it, and where it is none', async () => {
    for (const text of [
      signed(content(), stranger.privateKey),
      '',
      'mainstay-file-1.e30.',
      signed(null),
      signed({}),
    ])
      expect(await verifyFile(text, on('2026-12-21'))).toMatchObject({
        ...{ state: 'SIGNATURE_INVALID', content: null, consequence: null },
      });
  });

  test('may end with the line that an editor adds, and begin with nothing', async () => {
    const text = signed(content());
    for (const end of ['\n', '\r\n'])
      expect(await verifyFile(text + end, on('2026-12-21'))).toMatchObject({ state: 'VALID' });
    expect(await verifyFile(`\uFEFF${text}`, on('2026-12-21'))).toMatchObject({ state: 'SIGNATURE_INVALID' });
  });
});

test('every flip of every single bit of a hundred files is refused', async () => {
  for (let file = 0; file < 100; file += 1) {
    const bytes = Buffer.from(signed(content({ license: `lic_${String(file)}` })));
    const states = await Promise.all(
      Array.from({ length: bytes.length * 8 }, async (_, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return (await verifyFile(flipped.toString('latin1'), on('2026-12-21'))).state;
      }),
    );
    expect(new Set(states)).toEqual(new Set(['SIGNATURE_INVALID']));
  }
}, 300_000);

describe('a request code', () => {
  test('is short, whole, of its machine, and another one each time', async () => {
    const [one, two] = [await makeRequestCode('here'), await makeRequestCode('here')];
    expect(one).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(one).not.toBe(two);
    expect(one.replaceAll('-', '').slice(0, 16)).toBe(machine);
    expect(isRequestCode(` ${one.toLowerCase()} `)).toBe(true);
  });

  test('is found out with one symbol wrong, or two exchanged', async () => {
    const code = (await makeRequestCode('here')).replaceAll('-', '');
    for (let place = 0; place < code.length; place += 1) {
      const wrong = code.charAt(place) === '7' ? '8' : '7';
      expect(isRequestCode(code.slice(0, place) + wrong + code.slice(place + 1))).toBe(false);
      const [first, second] = [code.charAt(place), code.charAt(place + 1)];
      if (second !== '' && first !== second)
        expect(isRequestCode(code.slice(0, place) + second + first + code.slice(place + 2))).toBe(false);
    }
  });

  test('has an answer that is of use to it alone', async () => {
    const code = await makeRequestCode('here');
    const answer = signed(content({ kind: 'OFFLINE', request: code.replaceAll('-', '') }));
    expect(await readAnswer(answer, code, on('2026-12-21'))).toMatchObject({ state: 'VALID' });
    expect(await readAnswer(answer, await makeRequestCode('here'), on('2026-12-21'))).toMatchObject({
      state: 'WRONG_REQUEST',
    });
    expect(await readAnswer(signed(content()), code, on('2026-12-21'))).toMatchObject({
      state: 'WRONG_REQUEST',
    });
    // Once it was taken, it is read as any other file.
    expect(await verifyFile(answer, on('2026-12-21'))).toMatchObject({ state: 'VALID' });
  });

  test('is made by no machine without a fingerprint', async () => {
    await expect(makeRequestCode(' ')).rejects.toThrow(RangeError);
  });
});
