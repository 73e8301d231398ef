import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';

/** The database grants these roles nothing here; the refusal is told before it is asked. */
export function seesTickets({ role }: Viewer): void {
  if (role === 'OPERATOR' || role === 'PRODUCT')
    throw new UserFault('FORBIDDEN', 'This role sees no support cases.');
}
