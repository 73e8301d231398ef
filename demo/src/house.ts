import type { Logger } from 'pino';
import type { GatewayOptions } from '@mainstay/gateway/gateway';
import { publicDocuments } from '@mainstay/gateway/document/public-documents.generated';
import { openGateway } from '@mainstay/gateway/gateway';
import { openBilling } from '@mainstay/billing/service';
import { openDatabase } from '@mainstay/kernel/db/driver';
import type { Timekeeper } from '@mainstay/kernel/due/timekeeper';
import type { Deliver, ToldEvent } from '@mainstay/kernel/events/told-event';
import type { SubgraphExecutor } from '@mainstay/kernel/graph/executor';

import type { Service } from '@mainstay/kernel/graph/service';
import { openLicensing, type LicensingOptions } from '@mainstay/licensing/service';
import { openSupport } from '@mainstay/support/service';

export interface HouseOptions {
  /** What each service connects with: its own login, which owns nothing. */
  readonly loginUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>;
  readonly supergraphSdl: string;
  readonly issuers: GatewayOptions['issuers'];
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  readonly logger: Logger;
  /** 0 takes any free port. */
  readonly port: number;
  readonly explorerFolder?: string;
  /** By which way licensing's mails leave; without one they wait in their queue. */
  readonly mail?: LicensingOptions['mail'];
  /** Vouches for members of sandboxes. */
  readonly tokenFor?: LicensingOptions['tokenFor'];
  readonly demo?: NonNullable<GatewayOptions['demo']>;
  /** How often somebody without a token is heard; as the gateway has it unless told. */
  readonly publicRates?: NonNullable<GatewayOptions['publicRates']>;
}

/** A running graph. */
export interface House {
  /** Where it is asked, with the path. */
  readonly endpoint: string;
  /** The services by name, for asking one of them directly. */
  readonly executors: Readonly<Record<string, SubgraphExecutor>>;
  stop(): Promise<void>;
}

const names = ['licensing', 'support', 'billing'] as const;
type ServiceName = (typeof names)[number];

/** The other services as `producer` reaches them, once all of them are open. */
function consumersOf(producer: ServiceName, opened: Promise<readonly Service[]>): Record<string, Deliver> {
  const others = names.filter((name) => name !== producer);
  const tell = async (consumer: ServiceName, events: readonly ToldEvent[]) => {
    const { receive } = (await opened).find(({ name }) => name === consumer) ?? {};
    if (receive === undefined) throw new Error(`${consumer} takes no facts.`);
    return receive(producer, events);
  };
  return Object.fromEntries(
    others.map((name) => [name, (events: readonly ToldEvent[]) => tell(name, events)]),
  );
}

function timekeepersOf(services: readonly Service[]): Record<string, Timekeeper> {
  return Object.fromEntries(
    services.flatMap(({ name, timekeeper }) =>
      timekeeper === undefined ? [] : [[name, timekeeper] as const],
    ),
  );
}

/** Gateway and subgraphs in one process: each subgraph is called directly, through the same checks as over a network. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { loginUrls, clock, logger, mail = null } = options;
  const databaseOf = (service: keyof HouseOptions['loginUrls']) =>
    openDatabase({ url: loginUrls[service], service, logger });
  const opened = Promise.withResolvers<readonly Service[]>();
  const partsOf = (name: ServiceName) => ({
    ...{ database: databaseOf(name), consumers: consumersOf(name, opened.promise), logger, clock },
  });
  const [support, billing] = await Promise.all([
    openSupport(partsOf('support')),
    openBilling(partsOf('billing')),
  ]);
  const licensing = await openLicensing({
    ...partsOf('licensing'),
    mail,
    timekeepers: timekeepersOf([support, billing]),
    ...(options.tokenFor === undefined ? {} : { tokenFor: options.tokenFor }),
  });
  const services: readonly Service[] = [licensing, support, billing];
  opened.resolve(services);
  const executors = Object.fromEntries(services.map(({ name, executor }) => [name, executor]));
  const stopServices = () => Promise.all(services.map((service) => service.stop()));
  try {
    const gateway = await openGateway({
      supergraphSdl: options.supergraphSdl,
      executors,
      resolveViewer: (credential) => licensing.resolveViewer(credential),
      issuers: options.issuers,
      publicDocuments,
      clock,
      logger,
      port: options.port,
      readiness: Object.fromEntries(services.map((service) => [service.name, () => service.ready()])),
      ...(options.explorerFolder === undefined ? {} : { explorerFolder: options.explorerFolder }),
      ...(options.demo === undefined ? {} : { demo: options.demo }),
      ...(options.publicRates === undefined ? {} : { publicRates: options.publicRates }),
    });
    return {
      endpoint: gateway.url,
      executors,
      async stop() {
        await gateway.stop();
        await stopServices();
      },
    };
  } catch (fault) {
    await stopServices();
    throw fault;
  }
}
