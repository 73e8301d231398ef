import { dueKinds as billingKinds } from '@mainstay/billing/due/due-kinds';
import { heardBy as heardByBilling } from '@mainstay/billing/facts/heard';
import { licensingFacts as mirroredByBilling } from '@mainstay/billing/facts/mirrors';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { openDueWork, type DueKind } from '@mainstay/kernel/due/due-work';
import type { Timekeeper } from '@mainstay/kernel/due/timekeeper';
import { receiveTogether, type EventHandlers } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import type { Deliver, ToldEvent } from '@mainstay/kernel/events/told-event';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import { ClockSteps } from '@mainstay/licensing/clock/clock-steps';
import { dueKinds as licensingKinds } from '@mainstay/licensing/due/due-kinds';
import { heardBy as heardByLicensing } from '@mainstay/licensing/facts/heard';
import { dueKinds as supportKinds } from '@mainstay/support/due/due-kinds';
import { heardBy as heardBySupport } from '@mainstay/support/facts/heard';
import { licensingFacts as mirroredBySupport } from '@mainstay/support/facts/mirrors';
import { takeMails } from './post.js';
import { tellOwed } from './tell-owed.js';

export const serviceNames = ['licensing', 'support', 'billing'] as const;
export type ServiceName = (typeof serviceNames)[number];
export type Databases = Readonly<Record<ServiceName, Database>>;

const kinds: Readonly<Record<ServiceName, Readonly<Record<string, DueKind>>>> = {
  licensing: licensingKinds,
  support: supportKinds,
  billing: billingKinds,
};

/** What is only written down where it is heard: nothing follows from it. */
const mirrors: Readonly<Record<ServiceName, EventHandlers>> = {
  licensing: {},
  support: mirroredBySupport,
  billing: mirroredByBilling,
};

/** Nothing here waits for a timer: who plays drives all of it. */
const neverMs = 2_000_000_000;

/**
 * One process writes all of it and loses nothing but time if it dies, and the tables were empty a moment ago: their
 * statistics say nothing, so that plans are made for tables that grow.
 */
const sessionSettings = {
  synchronous_commit: 'off',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
};

/**
 * Of each database, shared by all vendors that are played at once: each connection plans its statements for itself, so
 * that many cost more than they bring.
 */
const connections = 2;

/** Through the logins of the services: what a play does is held to the same policies as everybody's acts. */
export function openDatabases(
  loginUrls: Readonly<Record<ServiceName, string>>,
  logger: GraphLogger,
): Databases {
  const open = (service: ServiceName) =>
    openDatabase({ url: loginUrls[service], service, logger, sessionSettings, max: connections });
  return { licensing: open('licensing'), support: open('support'), billing: open('billing') };
}

function others(producer: ServiceName): ServiceName[] {
  return serviceNames.filter((name) => name !== producer);
}

/** Nobody is nudged: facts go when the play says so. */
function outletOf(producer: ServiceName): EventOutlet {
  return { consumers: others(producer), nudge: () => undefined };
}

/** What stands behind one vendor's play: facts go between its services, what falls due is done, and mails are taken. */
export interface Backstage {
  readonly outlets: Readonly<Record<ServiceName, EventOutlet>>;
  readonly steps: ClockSteps;
  /** Something was done in a service: what it tells and mails is looked for when all is settled. */
  stir(service: ServiceName): void;
  stop(): Promise<void>;
}

export function openBackstage(
  databases: Databases,
  vendorId: string,
  { clock, logger }: { readonly clock: () => string; readonly logger: GraphLogger },
): Backstage {
  const shared = { clock, logger, everyMs: neverMs };
  // Nobody else acts for this vendor, so that only where something was done something can be owed.
  const stirred = new Set<ServiceName | 'mail'>(['mail', ...serviceNames]);
  const stir = (service: ServiceName) => {
    stirred.add(service);
    if (service === 'licensing') stirred.add('mail');
  };
  const outlets = {
    licensing: outletOf('licensing'),
    support: outletOf('support'),
    billing: outletOf('billing'),
  };
  const handlers: Readonly<Record<ServiceName, EventHandlers>> = {
    licensing: heardByLicensing(outlets.licensing),
    support: heardBySupport({ database: databases.support, outlet: outlets.support }),
    billing: heardByBilling({ database: databases.billing, outlet: outlets.billing, clock }),
  };
  const tells = (consumer: ServiceName, type: string) =>
    handlers[consumer][type] !== undefined && handlers[consumer][type] !== mirrors[consumer][type];
  const consumersOf = (producer: ServiceName): Record<string, Deliver> =>
    Object.fromEntries(
      others(producer).map((consumer) => [
        consumer,
        (events: readonly ToldEvent[]) => {
          if (events.some(({ type }) => tells(consumer, type))) stir(consumer);
          const inbox = { database: databases[consumer], handlers: handlers[consumer] };
          return receiveTogether(inbox, producer, events);
        },
      ]),
    );
  const working = serviceNames.map((name) => {
    const [database, outlet, consumers] = [databases[name], outlets[name], consumersOf(name)];
    const vendors = name === 'licensing' ? 'vendor' : 'known_vendor';
    const due = openDueWork({ ...shared, database, kinds: kinds[name], outlet, vendors });
    const timekeeper: Timekeeper = {
      nextDue: (vendor, until) => due.nextDue(vendor, until),
      async runDue(vendor, now) {
        const done = await due.runDue(vendor, now);
        if (done > 0) stir(name);
        return done;
      },
      async settle() {
        if (!stirred.delete(name)) return 'QUIET';
        await tellOwed(database, vendorId, consumers);
        return 'SENT';
      },
    };
    return { due, timekeeper };
  });
  return {
    outlets,
    steps: new ClockSteps({
      database: databases.licensing,
      timekeepers: working.map(({ timekeeper }) => timekeeper),
      async drainMails() {
        if (stirred.delete('mail')) await takeMails(databases.licensing, vendorId);
      },
    }),
    stir,
    async stop() {
      await Promise.all(working.map(({ due }) => due.stop()));
    },
  };
}
