import { z } from 'zod';
import { databaseRoles, viewerRoles, type Viewer } from '../viewer.js';

/** A viewer as it comes from another process: signed, and checked all the same, because everything is scoped by it. */
export const viewerSchema = z.strictObject({
  role: z.enum(viewerRoles),
  databaseRole: z.enum(databaseRoles),
  vendorId: z.string().nullable(),
  accountId: z.string().nullable(),
  licenseId: z.string().nullable(),
  userId: z.string().nullable(),
  membershipId: z.string().nullable(),
  keyId: z.string().nullable(),
  scopes: z.array(z.string()),
  now: z.string(),
  clockAdvancing: z.boolean().exactOptional(),
  zone: z.string(),
}) satisfies z.ZodType<Viewer>;

/** Fits a header, whatever letters names have. */
export function writeViewer(viewer: Viewer): string {
  return Buffer.from(JSON.stringify(viewer), 'utf8').toString('base64url');
}

/** Null for what is no viewer. */
export function readViewer(written: string): Viewer | null {
  try {
    const read = viewerSchema.safeParse(JSON.parse(Buffer.from(written, 'base64url').toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
