import { z } from 'zod';
import { remoteInternal, type RemoteOptions } from '../graph/http-client.js';
import type { InternalCall } from '../graph/http.js';
import type { Timekeeper } from './timekeeper.js';

const question = z.discriminatedUnion('asks', [
  z.strictObject({ asks: z.literal('nextDue'), vendorId: z.string(), until: z.iso.datetime() }),
  z.strictObject({ asks: z.literal('runDue'), vendorId: z.string(), now: z.iso.datetime() }),
  z.strictObject({ asks: z.literal('settle'), vendorId: z.string() }),
]);
type Question = z.infer<typeof question>;

const answer = z.strictObject({ answer: z.union([z.string(), z.number(), z.null()]) });

/** A service's timekeeper as other processes of the house call it, beside GraphQL. */
export function timeCall(timekeeper: Timekeeper): InternalCall {
  return async (body) => {
    const asked = question.parse(body);
    switch (asked.asks) {
      case 'nextDue':
        return { answer: await timekeeper.nextDue(asked.vendorId, asked.until) };
      case 'runDue':
        return { answer: await timekeeper.runDue(asked.vendorId, asked.now) };
      case 'settle':
        return { answer: await timekeeper.settle(asked.vendorId) };
    }
  };
}

export interface RemoteTimekeeper extends Timekeeper {
  close(): Promise<void>;
}

/** What falls due at an instant may take longer than what a person asks for. */
const timeoutMs = 60_000;

/** The timekeeper of a service in another process. */
export function remoteTimekeeper(options: RemoteOptions): RemoteTimekeeper {
  const call = remoteInternal({ timeoutMs, ...options }, 'time', (body) => answer.parse(body).answer);
  const ask = async <Answer>(asked: Question, read: z.ZodType<Answer>): Promise<Answer> =>
    read.parse(await call(asked));
  return {
    nextDue: (vendorId, until) => ask({ asks: 'nextDue', vendorId, until }, z.string().nullable()),
    runDue: (vendorId, now) => ask({ asks: 'runDue', vendorId, now }, z.number()),
    settle: (vendorId) => ask({ asks: 'settle', vendorId }, z.enum(['QUIET', 'SENT', 'OWED'])),
    close: () => call.close(),
  };
}
