import type { Logger } from 'pino';
import type { GatewayOptions } from '@mainstay/gateway/gateway';
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
}

/** A running graph. */
export interface House {
  /** Where it is asked, with the path. */
  readonly endpoint: string;
  /** The services by name, for asking one of them directly. */
  readonly executors: Readonly<Record<string, SubgraphExecutor>>;
  stop(): Promise<void>;
}

/** Services in this process that take what `producer` tells. */
function consumersOf(producer: string, services: readonly Service[]): Record<string, Deliver> {
  return Object.fromEntries(
    services.flatMap(({ name, receive }) =>
      receive === undefined
        ? []
        : [[name, (events: readonly ToldEvent[]) => receive(producer, events)] as const],
    ),
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
  const [support, billing] = await Promise.all([
    openSupport({ database: databaseOf('support'), logger, clock }),
    openBilling({ database: databaseOf('billing'), logger, clock }),
  ]);
  const consumers = consumersOf('licensing', [support, billing]);
  const licensing = await openLicensing({
    database: databaseOf('licensing'),
    clock,
    logger,
    ...{ consumers, mail },
    timekeepers: timekeepersOf([support, billing]),
    ...(options.tokenFor === undefined ? {} : { tokenFor: options.tokenFor }),
  });
  const services: readonly Service[] = [licensing, support, billing];
  const executors = Object.fromEntries(services.map(({ name, executor }) => [name, executor]));
  const stopServices = () => Promise.all(services.map((service) => service.stop()));
  try {
    const gateway = await openGateway({
      supergraphSdl: options.supergraphSdl,
      executors,
      resolveViewer: (credential) => licensing.resolveViewer(credential),
      issuers: options.issuers,
      clock,
      logger,
      port: options.port,
      readiness: Object.fromEntries(services.map((service) => [service.name, () => service.ready()])),
      ...(options.explorerFolder === undefined ? {} : { explorerFolder: options.explorerFolder }),
      ...(options.demo === undefined ? {} : { demo: options.demo }),
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
