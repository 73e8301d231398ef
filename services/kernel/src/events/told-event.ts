import { z } from 'zod';

/** A fact as it travels from the service where it happened to one that needs it. */
export interface ToldEvent {
  readonly vendorId: string;
  readonly id: string;
  /** Rises within one aggregate. */
  readonly position: number;
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** By the tenant's clock. */
  readonly occurredAt: string;
}

/** The fault of an event that a consumer could not even try, because its own database did not answer. */
export const databaseAway = 'UNAVAILABLE';

/** What became of a batch: events that are in neither list wait behind one of their aggregate that failed. */
export interface Receipt {
  /** Ids of events that are done, now or earlier. */
  readonly applied: readonly string[];
  /** Id and kind of fault, or `databaseAway`; never its words: they may quote what was sent. */
  readonly failed: readonly { readonly id: string; readonly fault: string }[];
}

/** Hands a batch to a consumer; rejects when it cannot be reached. */
export type Deliver = (events: readonly ToldEvent[]) => Promise<Receipt>;

const toldEvent = z.object({
  vendorId: z.string(),
  id: z.string(),
  position: z.number().int(),
  type: z.string(),
  aggregate: z.string(),
  payload: z.record(z.string(), z.unknown()),
  occurredAt: z.string(),
});

const batch = z.object({ producer: z.string(), events: z.array(toldEvent).max(1_000) });

const receipt = z.object({
  applied: z.array(z.string()),
  failed: z.array(z.object({ id: z.string(), fault: z.string() })),
});

/** What came over the network, or a fault that says what is wrong with it. */
export function readBatch(body: unknown): { producer: string; events: readonly ToldEvent[] } {
  return batch.parse(body);
}

export function readReceipt(body: unknown): Receipt {
  return receipt.parse(body);
}
