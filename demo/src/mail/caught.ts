import { readMail, type ReadMail } from './mime.js';

export interface CaughtMail extends ReadMail {
  readonly number: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}

/** The newest mails, in memory alone: a mail more than `atMost` takes the place of the oldest. */
export class CaughtMails {
  readonly #mails: CaughtMail[] = [];
  #count = 0;

  constructor(readonly atMost: number) {}

  /** How many were caught, also those that are gone. */
  get count(): number {
    return this.#count;
  }

  add(mail: Pick<CaughtMail, 'from' | 'to' | 'source'>): void {
    this.#count += 1;
    this.#mails.push({ ...mail, ...readMail(mail.source), number: this.#count });
    if (this.#mails.length > this.atMost) this.#mails.shift();
  }

  newestFirst(): readonly CaughtMail[] {
    return this.#mails.toReversed();
  }

  byNumber(number: number): CaughtMail | undefined {
    return this.#mails.find((mail) => mail.number === number);
  }
}
