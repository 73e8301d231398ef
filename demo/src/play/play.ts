import { setTimeout as pause } from 'node:timers/promises';
import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { perform } from '@mainstay/kernel/act/perform';
import type { Statement, SqlValue } from '@mainstay/kernel/db/scoped';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { addDays, civilDayOf, daysBetween, firstInstantOf } from '@mainstay/kernel/values/civil';
import { clockAdvance } from '@mainstay/licensing/clock/clock-advance';
import type { MadeProduct } from '../world/catalog.js';
import { operatorSubject } from '../world/cast.js';
import type { DemoTenant } from '../tenants.js';
import type { Backstage, Databases, ServiceName } from './backstage.js';

/** Somebody who acts: under a membership, or with a key. */
export type Player = Pick<
  Viewer,
  'role' | 'databaseRole' | 'accountId' | 'userId' | 'membershipId' | 'keyId' | 'scopes'
>;

export type Result = Readonly<Record<string, string>>;

export interface PlayInput {
  readonly databases: Databases;
  readonly backstage: Backstage;
  readonly tenant: DemoTenant;
  readonly vendorId: string;
  readonly products: readonly [MadeProduct, ...MadeProduct[]];
  /** Who is there before anybody is invited. */
  readonly admin: Player;
  /** What the vendor's clock shows, ISO 8601. */
  readonly now: string;
  /** The instant that the play comes to, ISO 8601. */
  readonly comesTo: string;
}

const operator: Player = {
  ...{ role: 'OPERATOR', databaseRole: 'app_operator', accountId: null, userId: operatorSubject },
  ...{ membershipId: null, keyId: null, scopes: [] },
};

const notReadyMs = 20;
const looksAtMost = 500;

/** One vendor's past while it is played: acts of people at the instant that its clock shows, and the clock's own work. */
export class Play {
  readonly comesTo: string;
  /** The civil day that the play comes to. */
  readonly #today: string;
  #now: string;

  constructor(private readonly input: PlayInput) {
    this.#now = input.now;
    this.comesTo = input.comesTo;
    this.#today = civilDayOf(Date.parse(input.comesTo), input.tenant.zone);
  }

  get tenant(): DemoTenant {
    return this.input.tenant;
  }

  get products(): PlayInput['products'] {
    return this.input.products;
  }

  get admin(): Player {
    return this.input.admin;
  }

  get now(): string {
    return this.#now;
  }

  /** The civil day so many days before the one that the play comes to. */
  day(daysAgo: number): string {
    return addDays(this.#today, -daysAgo);
  }

  /** So many days before the one that the play comes to an instant was. */
  daysSince(at: string): number {
    return daysBetween(civilDayOf(Date.parse(at), this.tenant.zone), this.#today);
  }

  licensing<Input extends ActInput, Facts, Code extends string>(
    by: Player,
    act: Act<Input, Facts, Code>,
    input: Input,
  ): Promise<Result> {
    return this.#act('licensing', by, act, input);
  }

  support<Input extends ActInput, Facts, Code extends string>(
    by: Player,
    act: Act<Input, Facts, Code>,
    input: Input,
  ): Promise<Result> {
    return this.#act('support', by, act, input);
  }

  billing<Input extends ActInput, Facts, Code extends string>(
    by: Player,
    act: Act<Input, Facts, Code>,
    input: Input,
  ): Promise<Result> {
    return this.#act('billing', by, act, input);
  }

  /** As the vendor's administrator sees it. */
  read<Row>(service: ServiceName, statement: Statement<Row>, values: readonly SqlValue[]): Promise<Row[]> {
    return this.input.databases[service].read(this.#viewer(this.admin), statement, values);
  }

  /** The clock goes on to an hour of a day, and all that falls due on the way is done. */
  async goTo(daysAgo: number, hour: number): Promise<void> {
    const at = firstInstantOf(this.day(daysAgo), this.tenant.zone) + hour * 3_600_000;
    await this.goToInstant(new Date(at).toISOString());
  }

  async goToInstant(to: string): Promise<void> {
    const { vendorId, backstage } = this.input;
    // What would come later than today does not come.
    if (to <= this.#now || to > this.comesTo) return;
    await this.settle();
    await this.licensing(operator, clockAdvance, { to, vendorId });
    for (let looks = 0; (await backstage.steps.toNext(vendorId)) !== 'ARRIVED'; looks += 1)
      if (looks === looksAtMost) throw new Error(`The clock of ${this.tenant.name} does not come to ${to}.`);
    this.#now = to;
  }

  /** Some minutes go by between what people do; nothing falls due meanwhile. */
  pass(minutes: number): void {
    const later = Date.parse(this.#now) + minutes * 60_000;
    if (later < Date.parse(this.comesTo)) this.#now = new Date(later).toISOString();
  }

  /** What has been done is known to all services, and what they have made of it, too. */
  async settle(): Promise<void> {
    const { vendorId, backstage } = this.input;
    for (let looks = 0; !(await backstage.steps.settle(vendorId)); looks += 1) {
      if (looks === looksAtMost)
        throw new Error(`What ${this.tenant.name} does is not heard by its services.`);
      await pause(notReadyMs);
    }
  }

  async #act<Input extends ActInput, Facts, Code extends string>(
    service: ServiceName,
    by: Player,
    act: Act<Input, Facts, Code>,
    input: Input,
  ): Promise<Result> {
    const { databases, backstage } = this.input;
    const { consumers } = backstage.outlets[service];
    // Facts go when the play says so; a membership of those days began by the clock of those days.
    const outlet = { consumers, nudge: () => undefined };
    const acting = { database: databases[service], viewer: this.#viewer(by), outlet, clock: () => this.#now };
    const outcome = await perform(acting, act, input);
    backstage.stir(service);
    if (outcome.done) return outcome.result;
    const why = outcome.refusals.map(({ code, message }) => `${code}: ${message}`).join(' ');
    throw new Error(`${act.name} at ${this.tenant.name} on ${this.#now} was refused: ${why}`);
  }

  #viewer(by: Player): Viewer {
    const { vendorId, tenant } = this.input;
    const isOperator = by.role === 'OPERATOR';
    return {
      ...{ ...by, licenseId: null, now: this.#now },
      ...{ vendorId: isOperator ? null : vendorId, zone: isOperator ? 'UTC' : tenant.zone },
    };
  }
}
