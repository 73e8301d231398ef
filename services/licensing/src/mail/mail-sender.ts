import type { WorkingDatabase } from '@mainstay/kernel/db/scoped';
import { hasTurn } from '@mainstay/kernel/db/turn';
import { faultKind } from '@mainstay/kernel/values/retry';
import { letterOf } from './mail-content.js';
import { claimMails, recordMail, vendorsWaiting, type ClaimedMail, type MailRecord } from './mail-queue.js';
import { stateAfter, waitAfter } from './reply.rules.js';
import type { SendMail } from './smtp.js';

export interface MailLogger {
  warn(facts: object, message: string): void;
}

export interface MailSenderOptions {
  readonly database: WorkingDatabase;
  readonly send: SendMail;
  /** The right side of Message-IDs: the domain of who sends. */
  readonly domain: string;
  /** The real instant, ISO 8601: mails go by real time. */
  readonly clock: () => string;
  readonly logger: MailLogger;
  /** How often it looks for what waits; 2,000 unless told. */
  readonly everyMs?: number;
}

export interface MailSender {
  /** Resolves when each mail that was due has been sent or has failed once. */
  drain(): Promise<void>;
  /** Lets what is on its way arrive. Safe to call twice. */
  stop(): Promise<void>;
}

/** Of a service without a mail server. */
export const noMailSender: MailSender = { drain: () => Promise.resolve(), stop: () => Promise.resolve() };

/** So many are in flight at once: more would all go again after a kill. */
const inFlight = 5;
const queueScope = { job: 'mail', vendorId: null } as const;

export function openMailSender(options: MailSenderOptions): MailSender {
  return new Sender(options);
}

class Sender implements MailSender {
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(private readonly options: MailSenderOptions) {
    this.#timer = setInterval(() => {
      if (!this.#stopped && this.#running === null) void this.#pass();
    }, options.everyMs ?? 2_000);
    this.#timer.unref();
  }

  /** A pass that runs may have looked before the last mail came, so another follows it. */
  async drain(): Promise<void> {
    await this.#running;
    if (!this.#stopped) await (this.#running ?? this.#pass());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  #pass(): Promise<void> {
    this.#running = this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    const { database, clock, logger } = this.options;
    try {
      const vendorIds = await database.transactAs(queueScope, (queue) => vendorsWaiting(queue, clock()));
      for (const vendorId of vendorIds) await this.#sendOf(vendorId);
    } catch (fault) {
      // What was in flight goes again under the same Message-ID; the next look is due by itself.
      logger.warn({ fault: faultKind(fault) }, 'mails wait');
    }
  }

  /**
   * The turn is held by one transaction and the work is done in others: that a mail is in flight is committed before
   * the server is asked, and what became of it right after. Asked again before each step, a turn that was lost with
   * its connection ends the work.
   */
  async #sendOf(vendorId: string): Promise<void> {
    const { database, clock, domain } = this.options;
    await database.transactAs(queueScope, async (turn) => {
      while (!this.#stopped && (await hasTurn(turn, `mail of ${vendorId}`))) {
        const mails = await database.transactAs(queueScope, (queue) =>
          claimMails(queue, { vendorId, now: clock(), domain, limit: inFlight }),
        );
        if (mails.length === 0) return;
        const settled = await Promise.allSettled(mails.map((mail) => this.#sendOne(vendorId, mail)));
        for (const one of settled) if (one.status === 'rejected') throw one.reason;
      }
    });
  }

  async #sendOne(vendorId: string, mail: ClaimedMail): Promise<void> {
    const { database, logger } = this.options;
    const outcome = await this.#attempt(vendorId, mail);
    await database.transactAs(queueScope, (queue) => recordMail(queue, vendorId, mail.id, outcome));
    if (outcome.state !== 'SENT')
      logger.warn(
        { mail: mail.id, state: outcome.state, fault: outcome.fault, replyCode: outcome.replyCode },
        'a mail was not sent',
      );
  }

  async #attempt(vendorId: string, { id, messageId, attempts, putOff }: ClaimedMail): Promise<MailRecord> {
    const { database, send, clock } = this.options;
    const letter = await database.transactAs({ job: 'mail', vendorId }, (transaction) =>
      letterOf(transaction, id),
    );
    if (typeof letter === 'string')
      return { state: 'FAILED', at: clock(), replyCode: null, fault: letter, putOff };
    const reply = await send({ ...letter, messageId });
    const after = stateAfter(reply, putOff);
    const waits = after.state === 'QUEUED' ? waitAfter(attempts + 1) : 0;
    const at = new Date(Date.parse(clock()) + waits).toISOString();
    return { ...after, at, replyCode: reply.code };
  }
}
