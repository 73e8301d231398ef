import { openKeptAnswers } from '@mainstay/kernel/act/kept-answers';
import type { Database } from '@mainstay/kernel/db/driver';
import { openDueWork } from '@mainstay/kernel/due/due-work';
import { timekeeperOf, type Timekeeper } from '@mainstay/kernel/due/timekeeper';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { openRelay } from '@mainstay/kernel/events/relay';
import type { Deliver } from '@mainstay/kernel/events/told-event';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import type { GraphLogger } from '@mainstay/kernel/graph/format-error';
import type { Service } from '@mainstay/kernel/graph/service';
import { Signers } from './activation/signers.js';
import { openClockMover } from './clock/clock-mover.js';
import { waitingInLicensing } from './clock/clock-state.js';
import { LicensingContext } from './context.js';
import { dueKinds } from './due/due-kinds.js';
import { heardBy } from './facts/heard.js';
import type { MailRoute } from './mail/mail-config.js';
import { noMailSender, openMailSender, type MailSender } from './mail/mail-sender.js';
import { smtpSender } from './mail/smtp.js';
import { createPlanCache } from './maintenance/plan.reads.js';
import { createCatalogCache } from './release/catalog.reads.js';
import { SandboxFiller, type TokenFor } from './sandbox/sandbox-filler.js';
import { buildLicensing } from './subgraph.js';
import { resolveViewer, type Credential, type ViewerResolution } from './viewer/resolve-viewer.js';
import { SignInReads } from './viewer/sign-in.reads.js';

export interface LicensingOptions {
  /** Opened for licensing's own login; closed when the service stops. */
  readonly database: Database;
  /** The real instant, ISO 8601: it rules memberships and keys. */
  readonly clock: () => string;
  readonly logger: GraphLogger;
  /** How those are reached who are told licensing's facts, by name; nobody unless told. */
  readonly consumers?: Readonly<Record<string, Deliver>>;
  /** By which way mails leave; without one they wait in their queue. */
  readonly mail?: MailRoute | null;
  /** Of the other services, by name: what is due there at one instant is done after licensing's, in that order. */
  readonly timekeepers?: Readonly<Record<string, Timekeeper>>;
  /** Vouches for members of sandboxes; nobody does unless told, and they sign in with an issuer of their own. */
  readonly tokenFor?: TokenFor;
}

/** Licensing also says who a verified credential is. */
export interface LicensingService extends Service {
  resolveViewer(credential: Credential): Promise<ViewerResolution>;
  /** For whoever must know that what was due has been tried, e.g. a tenant's clock that moves on. */
  readonly mail: MailSender;
}

export async function openLicensing({
  database,
  clock,
  logger,
  consumers = {},
  mail = null,
  timekeepers = {},
  tokenFor = () => Promise.resolve(null),
}: LicensingOptions): Promise<LicensingService> {
  const { name, schema } = await buildLicensing();
  const outlet = openRelay({ database, consumers, clock, logger });
  const due = openDueWork({
    ...{ database, kinds: dueKinds, outlet, clock, logger },
    ...{ vendors: 'vendor', waiting: waitingInLicensing },
  });
  const answers = openKeptAnswers({ database, clock, logger });
  const timekeeper = timekeeperOf({ database, due, outlet });
  const sender = mailSenderOf({ database, mail, clock, logger });
  const sandboxes = new SandboxFiller({ database, outlet, tokenFor });
  const clocks = openClockMover({
    ...{ database, logger, timekeepers: [timekeeper, ...byName(timekeepers)] },
    ...{ drainMails: () => sender.drain(), fillSandboxes: () => sandboxes.fillAll() },
  });
  const shared = {
    ...{
      plans: createPlanCache(),
      catalogs: createCatalogCache(),
      signers: new Signers({ database, clock }),
    },
    ...{ outlet, clock, clocks, sandboxes },
  };
  const handlers = heardBy(outlet);
  const signIns = new SignInReads(database);
  return {
    name,
    schema,
    executor: createExecutor({
      name,
      schema,
      logger,
      context: ({ viewer, signal }) => new LicensingContext(database, shared, viewer, signal),
    }),
    receive: async (producer, events) => {
      const receipt = await receiveEvents({ database, handlers }, producer, events);
      // What was heard may have changed something that others are told.
      outlet.nudge();
      return receipt;
    },
    resolveViewer: (credential) => resolveViewer(signIns, credential, clock()),
    mail: sender,
    timekeeper,
    ready: () => database.ping(),
    async stop() {
      await Promise.all([clocks.stop(), due.stop(), answers.stop()]);
      await Promise.all([outlet.stop(), sender.stop()]);
      await database.close();
    },
  };
}

function byName(timekeepers: Readonly<Record<string, Timekeeper>>): Timekeeper[] {
  return Object.entries(timekeepers)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([, timekeeper]) => timekeeper);
}

function mailSenderOf({
  mail = null,
  ...parts
}: Pick<LicensingOptions, 'database' | 'mail' | 'clock' | 'logger'>): MailSender {
  if (mail === null) return noMailSender;
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  return openMailSender({ ...parts, send: smtpSender(mail), domain });
}
