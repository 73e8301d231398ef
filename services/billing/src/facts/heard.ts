import type { WorkingDatabase } from '@mainstay/kernel/db/scoped';
import type { EventHandlers } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { sandboxFilled } from '../price/copy-price-lists.js';
import { licensingFacts } from './mirrors.js';
import { noticeDue } from './notice-due.js';
import { orderFulfilled, orderStuck } from './order-fulfilled.js';
import { resellerChanged } from './reseller-changed.js';

export interface Hearing {
  readonly database: WorkingDatabase;
  readonly outlet: EventOutlet;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
}

/** What is done with each fact that licensing tells. */
export function heardBy({ database, outlet, clock }: Hearing): EventHandlers {
  return {
    ...licensingFacts,
    'notice.due': noticeDue(outlet),
    'account.resellerChanged': resellerChanged(outlet),
    'order.fulfilled': orderFulfilled(outlet),
    'order.stuck': orderStuck(outlet),
    'sandbox.filled': sandboxFilled({ database, outlet, clock }),
  };
}
