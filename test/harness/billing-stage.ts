import { parse } from 'graphql';
import { BillingContext } from '@mainstay/billing/context';
import { buildBilling } from '@mainstay/billing/subgraph';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import { openStage, type Stage } from './acting.js';
import { testNow } from './graph.js';

export interface Asked {
  /** Of the cast, with the tenant. */
  readonly as: string;
  readonly now?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Asking {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly codes: readonly unknown[];
}

/** Billing's database with the demo world, and its graph to ask. */
export interface BillingStage extends Stage {
  ask(document: string, asked: Asked): Promise<Asking>;
}

export async function openBillingStage(): Promise<BillingStage> {
  const stage = await openStage('billing');
  const { name, schema } = await buildBilling();
  const shared = { database: stage.database, outlet: noOutlet, clock: () => testNow };
  const executor = createExecutor({
    ...{ name, schema, logger: { warn: () => undefined, error: () => undefined } },
    context: ({ viewer, signal }) => new BillingContext(shared, viewer, signal),
  });
  return {
    ...stage,
    async ask(document, { as, now = testNow, variables = {} }) {
      const viewer = { ...stage.viewerOf(as), now };
      const scopes = as.endsWith('.partner') ? ['billing:read', 'billing:write'] : [];
      const { data, errors } = await executor({
        ...{ document: parse(document), variables, viewer: { ...viewer, scopes }, requestId: 'test' },
      });
      return { data: data ?? null, codes: (errors ?? []).map(({ extensions }) => extensions?.['code']) };
    },
  };
}
