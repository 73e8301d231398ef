import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Row } from '@mainstay/demo/world/world';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { newId } from '@mainstay/kernel/values/ids';
import type { MailDraft } from '@mainstay/licensing/mail/mail-draft';
import { queueMail } from '@mainstay/licensing/mail/queue-mail';
import { openPostOffice, type PostOffice } from '../harness/post-office.js';
import type { Chance } from '../oracle/random.js';
import { steadily, type Patience } from './databases.js';
import type { House } from './house.js';

/** A mail that the server took, before it said so. */
export interface Taken {
  readonly messageId: string;
  readonly atMs: number;
}

/** A mail server that outlives everything else, and notes what it takes. */
export interface Office {
  readonly url: string;
  readonly taken: readonly Taken[];
  /** The next mail is taken, and not answered before the work is done. */
  uponNext(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function openOffice(): Promise<Office> {
  const taken: Taken[] = [];
  const upon: (() => Promise<void>)[] = [];
  const office: PostOffice = await openPostOffice({
    async taking({ messageId }) {
      taken.push({ messageId: messageId ?? '', atMs: Date.now() });
      const work = upon.shift();
      if (work === undefined) return;
      await work();
      // Whoever was killed is gone before it could hear the answer.
      await setTimeout(200);
    },
  });
  return {
    ...{ url: office.url, taken, close: () => office.close() },
    uponNext: (work) =>
      new Promise((resolve, reject) => {
        upon.push(() => work().then(resolve, reject));
      }),
  };
}

export interface Mailer {
  /** Has one mail sent, in a transaction as acts and jobs do it; asked until it is committed, and once by its key. */
  queue(): Promise<void>;
  readonly queued: number;
  close(): Promise<void>;
}

export function openMailer(house: House, chance: Chance, patience: Patience): Mailer {
  const logger = { warn: () => undefined, error: () => undefined };
  const database = openDatabase({ url: house.loginUrls.licensing, service: 'licensing', logger });
  const readers = readersOf(house.world.licensing);
  let queued = 0;
  return {
    async queue() {
      queued += 1;
      const dedupKey = `fault ${queued}`;
      const reader = chance.pick(readers);
      await steadily(patience, () => queueOne(database, reader, dedupKey));
    },
    get queued() {
      return queued;
    },
    close: () => database.close(),
  };
}

interface Reader {
  readonly vendorId: string;
  readonly accountId: string;
  readonly contactId: string;
  readonly licenseId: string;
}

function readersOf(tables: Readonly<Record<string, readonly Row[]>>): Reader[] {
  const licenses = Map.groupBy(tables['license'] ?? [], (row) => String(row['account_id']));
  return (tables['contact'] ?? []).flatMap((row) => {
    const accountId = String(row['account_id']);
    const license = licenses.get(accountId)?.[0];
    if (license === undefined) return [];
    const [vendorId, contactId, licenseId] = [row['vendor_id'], row['id'], license['id']].map(String);
    return [{ vendorId, accountId, contactId, licenseId } as Reader];
  });
}

async function queueOne(
  database: Database,
  { vendorId, accountId, contactId, licenseId }: Reader,
  dedupKey: string,
): Promise<void> {
  const draft: MailDraft = {
    ...{ kind: 'NOTICE', template: 'notice', dedupKey, accountId, contactId },
    dueAt: new Date().toISOString(),
    data: { licenses: [{ licenseId, endsOn: '2026-12-10' }] },
  };
  await database.transactAs({ job: 'notices', vendorId }, (transaction) =>
    queueMail(transaction, draft, (prefix) => newId(prefix, Date.now(), randomBytes)),
  );
}
