import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';

/** Whether a field that billing adds to another's entity has anything to tell; where not, it reads null. */
export function maySeeMoney({ role, scopes }: Viewer): boolean {
  if (role === 'PARTNER') return scopes.includes('billing:read');
  return role !== 'SUPPORT_AGENT' && role !== 'OPERATOR' && role !== 'PRODUCT';
}

/** The database grants these roles nothing here; the refusal is told before it is asked. */
export function seesMoney(viewer: Viewer): void {
  if (viewer.role !== 'PARTNER' && !maySeeMoney(viewer))
    throw new UserFault('FORBIDDEN', 'This role sees no money.');
}
