import { z } from 'zod';
import type { Credential } from './resolve-viewer.js';

const schema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('token'),
    issuer: z.string(),
    subject: z.string(),
    membershipId: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('key'), hash: z.string() }),
  z.strictObject({ kind: z.literal('presented'), value: z.record(z.string(), z.unknown()) }),
]) satisfies z.ZodType<Credential>;

/** A credential as the gateway sends it from another process; throws for anything else. */
export function readCredential(body: unknown): Credential {
  return schema.parse(body);
}
