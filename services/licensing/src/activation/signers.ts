import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { instantOf } from '@mainstay/kernel/act/instant';
import { statement, type Transaction, type WorkingDatabase } from '@mainstay/kernel/db/scoped';
import { newId } from '@mainstay/kernel/values/ids';
import { signedPart, type FileContent } from './license-file.rules.js';

/** Signs in the name of one vendor. */
export interface Signer {
  readonly keyId: string;
  readonly sandbox: boolean;
  /** The whole file: what it says, and the signature over it. */
  sign(content: FileContent): string;
}

interface KeyRow {
  readonly id: string;
  readonly privateKey: string;
}

const findKey = statement<KeyRow>(
  'signing.current',
  'select id, private_key as "privateKey" from signing_key where retired_at is null',
);

const addKey = statement<{ id: string }>(
  'signing.add',
  `insert into signing_key (vendor_id, id, public_key, private_key, created_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::timestamptz)
   on conflict (vendor_id) where retired_at is null do nothing returning id`,
);

const vendorOf = statement<{ sandbox: boolean; now: string | null; zone: string }>(
  'signing.vendor',
  'select sandbox, frozen_at as now, zone from vendor where vendor_id = app.vendor()',
);

export interface NewKey {
  readonly id: string;
  /** 32 bytes, base64url. */
  readonly publicKey: string;
  /** PKCS #8, base64. */
  readonly privateKey: string;
}

export function newSigningKey(nowMs: number): NewKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    id: newId('sgk', nowMs, randomBytes),
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

function signerOf(keyId: string, key: KeyObject, sandbox: boolean): Signer {
  return {
    ...{ keyId, sandbox },
    sign(content) {
      const part = signedPart(content, (text) => Buffer.from(text).toString('base64url'));
      return `${part}.${sign(null, Buffer.from(part), key).toString('base64url')}`;
    },
  };
}

/** How long a signer is kept: for so long another process may go on with a key that was retired here. */
const keptMs = 60_000;
const keptSigners = 1_000;

interface Kept {
  readonly signer: Promise<Signer>;
  readonly untilMs: number;
  ready: Signer | null;
}

export interface SigningOptions {
  readonly database: WorkingDatabase;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
}

/**
 * The keys by which files are signed (decision 12). Only the role of jobs reads a private one, here and nowhere else; it
 * is kept in memory, so that signing takes no look into the database.
 */
export class Signers {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly options: SigningOptions) {}

  /** Has the vendor's signer at hand; makes the vendor's first key. Asked before a connection is held. */
  async prepare(vendorId: string): Promise<void> {
    const nowMs = Date.parse(this.options.clock());
    let kept = this.#kept.get(vendorId);
    if (kept === undefined || kept.untilMs <= nowMs) {
      const loading = { signer: this.#load(vendorId), untilMs: nowMs + keptMs, ready: kept?.ready ?? null };
      this.#put(vendorId, loading);
      loading.signer.catch(() => {
        if (this.#kept.get(vendorId) === loading) this.#kept.delete(vendorId);
      });
      kept = loading;
    }
    kept.ready = await kept.signer;
  }

  /** Of a vendor that was prepared. */
  of(vendorId: string): Signer {
    const ready = this.#kept.get(vendorId)?.ready ?? null;
    if (ready === null) throw new Error('A signer was asked for that nobody has prepared.');
    return ready;
  }

  /** After another key has taken over. */
  forget(vendorId: string): void {
    this.#kept.delete(vendorId);
  }

  #put(vendorId: string, kept: Kept): void {
    this.#kept.delete(vendorId);
    this.#kept.set(vendorId, kept);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > keptSigners && oldest.done !== true) this.#kept.delete(oldest.value);
  }

  #load(vendorId: string): Promise<Signer> {
    return this.options.database.transactAs({ job: 'signing', vendorId }, async (transaction) => {
      const [vendor] = await transaction.query(vendorOf, []);
      if (vendor === undefined) throw new Error('Files are signed for a vendor, and there is none.');
      const now = vendor.now === null ? this.options.clock() : new Date(vendor.now).toISOString();
      const { id, privateKey } = await this.#keyOf(transaction, now, vendor.zone);
      const key = createPrivateKey({
        ...{ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' },
      } as const);
      return signerOf(id, key, vendor.sandbox);
    });
  }

  /** Two processes that make the first key at once meet at the unique key, and the second takes the first's. */
  async #keyOf(transaction: Transaction, now: string, zone: string): Promise<KeyRow> {
    const [known] = await transaction.query(findKey, []);
    if (known !== undefined) return known;
    const made = newSigningKey(Date.parse(this.options.clock()));
    const [added] = await transaction.query(addKey, [made.id, made.publicKey, made.privateKey, now]);
    if (added === undefined) {
      const [other] = await transaction.query(findKey, []);
      if (other === undefined) throw new Error('A signing key came and went.');
      return other;
    }
    await leaveTrail(transaction, instantOf(now, zone), {
      ...{
        act: 'signingKeyMake',
        actorKind: 'JOB',
        userId: null,
        reason: null,
        consumers: [],
        answers: null,
      },
      effect: {
        ...{ result: { signingKeyId: made.id }, accountId: null, events: [] },
        changes: [{ objectId: made.id, field: 'publicKey', from: null, to: made.publicKey }],
      },
    });
    return made;
  }
}
