import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';

/** The database grants these roles nothing here; the refusal is told before it is asked. */
export function seesTickets(viewer: Viewer): void {
  sees(viewer, 'This role sees no support cases.');
}

/** The same of what cases are paid with. */
export function seesUnits(viewer: Viewer): void {
  sees(viewer, 'This role sees no support units.');
}

function sees({ role }: Viewer, message: string): void {
  if (role === 'OPERATOR' || role === 'PRODUCT') throw new UserFault('FORBIDDEN', message);
}
