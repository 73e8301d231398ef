import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';

/** An operator sees tenants and nothing inside them: refused before any statement is sent. */
export function insideVendor({ role }: Viewer): void {
  if (role === 'OPERATOR') throw new UserFault('FORBIDDEN', 'An operator sees nothing inside a tenant.');
}

/** Tenants are the operator's; nobody else learns which there are. */
export function operatorOnly({ role }: Viewer): void {
  if (role !== 'OPERATOR') throw new UserFault('FORBIDDEN', 'Only an operator sees tenants.');
}

/** What only the vendor's own administrators see. */
export function adminOnly(viewer: Viewer): void {
  insideVendor(viewer);
  if (viewer.role !== 'VENDOR_ADMIN')
    throw new UserFault('FORBIDDEN', "Only the vendor's administrators see that.");
}

/** What is to be seen before something is done, by those alone who may do it. */
export function doersOnly(viewer: Viewer, { roles }: { readonly roles: readonly ViewerRole[] }): void {
  insideVendor(viewer);
  if (!roles.includes(viewer.role))
    throw new UserFault('FORBIDDEN', 'This role may not do that, and so has nothing to preview.');
}

/** Who reads codes as null may not find or filter by them either: an answer would tell them. */
export function maySeeCodes({ databaseRole }: Viewer, field: string): void {
  if (databaseRole === 'app_analyst')
    throw new UserFault('FORBIDDEN', 'This role sees no codes and serials.', { field });
}
