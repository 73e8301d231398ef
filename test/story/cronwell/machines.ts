import {
  activationMove,
  getLicense,
  listActivations,
  listLicenseKeys,
  offlineAnswerCreate,
} from '@mainstay/sdk';
import { makeRequestCode, readAnswer, verifyFile, type PublicKeys } from '@mainstay/sdk/offline';
import { customerOf, same } from '../buying.js';
import { done, holds, refused, type Scene } from '../stage.js';
import { activated, firstOn, validated, type Known } from './known.js';

export const machine = 'machine one';

/** What is built into the product. */
async function builtKeys({ admin }: Scene): Promise<PublicKeys> {
  const { viewer } = await listLicenseKeys(admin);
  return Object.fromEntries((viewer?.vendor?.licenseKeys ?? []).map(({ id, publicKey }) => [id, publicKey]));
}

export async function run(scene: Scene, known: Known): Promise<undefined> {
  const { bare: licenseId, productId } = known;
  const { license } = await getLicense(customerOf(scene).client, { id: licenseId });
  const version = license?.entitledVersion.release?.version ?? '';
  await activated(scene, known, { licenseId, fingerprint: machine, of: 'one' });
  const validation = await validated(scene, known, { licenseId, fingerprint: machine, version });
  holds(validation.valid, `${version} is refused: ${validation.reason ?? ''}`);
  const file = validation.file ?? '';
  const keys = await builtKeys(scene);
  const at = { keys, product: productId, fingerprint: machine, today: validation.validateBy ?? '' };
  const read = await verifyFile(file, at);
  same(read.state, 'VALIDATE_SOON', 'On its last day the file reads');
  const back = await verifyFile(file, { ...at, today: firstOn, lastSeenOn: read.lastSeenOn });
  same(back.state, 'CLOCK_SET_BACK', 'With the clock set back it reads');
  const middle = Math.floor(file.length / 2);
  const flipped = `${file.slice(0, middle)}${file[middle] === 'A' ? 'B' : 'A'}${file.slice(middle + 1)}`;
  same((await verifyFile(flipped, at)).state, 'SIGNATURE_INVALID', 'With a symbol changed it reads');
  scene.stage.say(`${version} is valid, to be validated again by ${validation.validateBy ?? 'no day'}`);
  scene.stage.say('its file is refused with one symbol changed, and with the clock set back');
  return undefined;
}

/** From one machine to another, under an idempotency key of the playing where one is told. */
async function move(scene: Scene, activationId: string, fingerprint: string, of?: string) {
  const { activationMove: moved } = await activationMove(customerOf(scene).client, {
    input: { activationId, fingerprint, ...(of === undefined ? {} : { idempotencyKey: scene.key(of) }) },
  });
  return moved;
}

export async function moveCovered(scene: Scene, known: Known): Promise<undefined> {
  const [licenseId = ''] = known.bundled;
  const from = await activated(scene, known, { licenseId, fingerprint: 'machine two', of: 'two' });
  done(await move(scene, from, 'machine three', 'move'));
  const told = { licenseId, version: '7.0.0' };
  const left = await validated(scene, known, { ...told, fingerprint: 'machine two' });
  same([left.valid, left.reason], [false, 'MACHINE_NOT_ACTIVATED'], 'The machine that gave up its seat is');
  const taken = await validated(scene, known, { ...told, fingerprint: 'machine three' });
  holds(!taken.reasons.includes('MACHINE_NOT_ACTIVATED'), 'The machine that took the seat has none.');
  scene.stage.say('with cover the license moves to another machine, and the former one is refused');
  return undefined;
}

/** The product keeps its request until the answer comes, also where the story is played again. */
const requests = new Map<string, string>();

async function requestOf(of: string): Promise<string> {
  const kept = requests.get(of) ?? (await makeRequestCode(offline));
  requests.set(of, kept);
  return kept;
}

const offline = 'machine without a network';

export async function carry(scene: Scene, known: Known): Promise<undefined> {
  const [, licenseId = ''] = known.bundled;
  const requestCode = await requestOf(scene.key('request'));
  const ask = async (typed: string, of?: string) => {
    const { offlineAnswerCreate: answered } = await offlineAnswerCreate(customerOf(scene).client, {
      input: {
        ...{ licenseId, requestCode: typed },
        ...(of === undefined ? {} : { idempotencyKey: scene.key(of) }),
      },
    });
    return answered;
  };
  // As a person may type it.
  const { answer } = done(await ask(requestCode.toLowerCase().replaceAll('-', ''), 'answer'));
  const keys = await builtKeys(scene);
  const at = { keys, product: known.productId, fingerprint: offline, today: firstOn };
  const pasted = answer?.text ?? '';
  const states = await Promise.all([
    readAnswer(pasted, requestCode, at),
    readAnswer(pasted, requestCode, { ...at, today: '2020-12-31' }),
    readAnswer(pasted, await makeRequestCode(offline), at),
    readAnswer(pasted, requestCode, { ...at, fingerprint: machine }),
  ]);
  same(
    states.map(({ state }) => state),
    ['VALID', 'CLOCK_SET_BACK', 'WRONG_REQUEST', 'WRONG_MACHINE'],
    'The pasted answer reads',
  );
  done(await move(scene, answer?.activationId ?? '', 'machine four', 'move-offline'));
  const says = refused(await ask(requestCode), 'REQUEST_OUTDATED');
  scene.stage.say(`a request code is answered by hand; moved away, the old request revives nothing: ${says}`);
  return undefined;
}

/** Without cover a machine keeps its license, and gives it to no other. */
export async function refuseMove(scene: Scene, known: Known): Promise<string> {
  const [licenseId = ''] = known.bundled;
  const { license } = await listActivations(customerOf(scene).client, { licenseId, first: 10 });
  const running = license?.activations.nodes.find(({ deactivatedAt }) => deactivatedAt === null);
  const moved = await move(scene, running?.id ?? '', 'machine five');
  const says = refused(moved, 'COVER_NEEDED');
  const facts = Object.fromEntries(
    (moved.userErrors[0]?.facts ?? []).map(({ name, value }) => [name, value] as const),
  );
  same([facts['rule'], facts['expiresOn']], ['M7', '2022-01-11'], 'The refusal names');
  await activated(scene, known, { licenseId, fingerprint: 'machine three', of: 'again' });
  return says;
}
