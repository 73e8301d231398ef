import { z } from 'zod';
import { remoteInternal, type RemoteInternal, type RemoteOptions } from '@mainstay/kernel/graph/http-client';
import { viewerSchema } from '@mainstay/kernel/graph/http/written-viewer';
import type { ViewerResolution } from './viewers.js';

const resolution = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('viewer'),
    viewer: viewerSchema,
    cacheable: z.boolean(),
    clock: z.enum(['REAL', 'FROZEN']),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    reason: z.enum(['UNKNOWN', 'ENDED', 'AMBIGUOUS', 'NOT_YOURS']),
  }),
]) satisfies z.ZodType<ViewerResolution>;

/** Asks the process that owns users, memberships and keys; an answer that is none counts as no answer. */
export function remoteViewers(options: RemoteOptions): RemoteInternal<ViewerResolution> {
  return remoteInternal(options, 'resolveViewer', (answer) => resolution.parse(answer));
}
