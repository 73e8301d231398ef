import type { Settled, Timekeeper } from '@mainstay/kernel/due/timekeeper';

/** Things of one service, each an instant and a name, and what it does beside doing them. */
export class FakeTimekeeper implements Timekeeper {
  due: { readonly at: string; readonly what: string }[] = [];
  /** Which question it does not answer, as a service that is away. */
  away: keyof Timekeeper | null = null;
  /** Before something is done. */
  before: (what: string) => Promise<void> = () => Promise.resolve();
  /** How often it still owes something when it is asked. */
  owes = 0;
  /** What it tells others, one thing each time it is asked, and what they do of it. */
  readonly tells: (() => void)[] = [];
  static busy = 0;
  static mostBusy = 0;

  constructor(
    readonly name: string,
    private readonly log: string[],
    private readonly shows: () => Promise<{ readonly now: string | null }>,
  ) {}

  nextDue(vendorId: string, until: string): Promise<string | null> {
    if (this.away === 'nextDue') return Promise.reject(new Error('away on purpose'));
    const instants = vendorId === 'moved' ? this.due.map(({ at }) => at) : [];
    return Promise.resolve(instants.filter((at) => at <= until).toSorted()[0] ?? null);
  }

  async runDue(vendorId: string, now: string): Promise<number> {
    if (this.away === 'runDue' || vendorId !== 'moved') throw new Error('away on purpose');
    FakeTimekeeper.busy += 1;
    FakeTimekeeper.mostBusy = Math.max(FakeTimekeeper.mostBusy, FakeTimekeeper.busy);
    const wanted = this.due.filter(({ at }) => at <= now);
    for (const { what } of wanted) {
      await this.before(what);
      this.log.push(
        `${this.name} ${what} ${(await this.shows()).now === now ? now.slice(8, 10) : 'at another time'}`,
      );
    }
    this.due = this.due.filter((one) => !wanted.includes(one));
    FakeTimekeeper.busy -= 1;
    return wanted.length;
  }

  settle(): Promise<Settled> {
    if (this.away === 'settle') return Promise.reject(new Error('away on purpose'));
    if (this.owes > 0) {
      this.owes -= 1;
      this.log.push(`${this.name} owes`);
      return Promise.resolve('OWED');
    }
    const tell = this.tells.shift();
    if (tell === undefined) return Promise.resolve('QUIET');
    this.log.push(`${this.name} tells`);
    tell();
    return Promise.resolve('SENT');
  }
}
