import type { WorkingDatabase } from '@mainstay/kernel/db/scoped';
import type { EventHandlers } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { contractChanged } from '../contract/grant-years.js';
import { orderPaid } from '../fulfilment/order-paid.js';
import { licensingFacts } from './mirrors.js';
import { sandboxFilled } from './sandbox-filled.js';

export interface Hearing {
  readonly database: WorkingDatabase;
  readonly outlet: Pick<EventOutlet, 'consumers'>;
}

/** What is done with each fact that licensing and billing tell. */
export function heardBy({ database, outlet }: Hearing): EventHandlers {
  return {
    ...licensingFacts,
    'sandbox.filled': sandboxFilled(database),
    'contract.changed': contractChanged(outlet),
    'order.paid': orderPaid(outlet),
  };
}
