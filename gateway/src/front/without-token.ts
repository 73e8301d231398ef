import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { PresentedIn } from '../document/public-documents.js';
import { RateLimit, type Rate } from '../identity/rate-limits.js';
import type { PresenterOf } from '../identity/viewer-of.js';
import { readBody, type BodyLimits } from './body.js';
import { headerOf } from './headers.js';
import { isJsonBody } from './media.js';

export interface PublicRates {
  /** All requests without a token of one address: a company's machines may share it. */
  readonly address: Rate;
  /** Of what is presented. */
  readonly presented: Rate;
  /** Of one address, that present what nobody knows: whoever guesses is slowed down. */
  readonly guesses: Rate;
}

export const defaultPublicRates: PublicRates = {
  address: { burst: 600, perMinute: 600 },
  presented: { burst: 60, perMinute: 60 },
  guesses: { burst: 20, perMinute: 20 },
};

export type WithoutToken =
  | { readonly kind: 'viewer'; readonly viewer: Viewer; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused' | 'unavailable' }
  | { readonly kind: 'limited'; readonly retryAfter: number };

export interface WithoutTokenParts {
  readonly presentedIn: PresentedIn;
  readonly presenterOf: PresenterOf;
  readonly body: BodyLimits;
  readonly rates: PublicRates;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
}

/** Far more than a public document and its variables take; a stranger is read no further. */
const maxBytes = 16_384;

/**
 * Who comes without a token is heard only with a document that is known by its hash, before anything parses it, and only
 * so often. Anything else is refused as a bad token is, whatever is wrong with it.
 */
export function createWithoutToken(parts: WithoutTokenParts) {
  const addresses = new RateLimit(parts.rates.address);
  const presenters = new RateLimit(parts.rates.presented);
  const guesses = new RateLimit(parts.rates.guesses);

  return async (request: IncomingMessage): Promise<WithoutToken> => {
    if (request.method !== 'POST' || !isJsonBody(headerOf(request, 'content-type')))
      return { kind: 'refused' };
    if (request.headers['content-encoding'] !== undefined) return { kind: 'refused' };
    const body = await readBody(request, { ...parts.body, maxBytes });
    const presented = body.kind === 'object' ? parts.presentedIn(body.value) : null;
    if (body.kind !== 'object' || presented === null) return { kind: 'refused' };
    const nowMs = Date.parse(parts.clock());
    const address = request.socket.remoteAddress ?? '';
    const wait = Math.max(addresses.take(address, nowMs), guesses.wait(address, nowMs));
    if (wait > 0) return { kind: 'limited', retryAfter: wait };
    const asker = await parts.presenterOf(presented);
    const known = asker.kind === 'viewer' ? asker.viewer.licenseId : null;
    if (known === null && asker.kind !== 'unavailable') guesses.take(address, nowMs);
    if (asker.kind !== 'viewer') return { kind: asker.kind === 'unavailable' ? 'unavailable' : 'refused' };
    // By what it is known as, so that another way to write it is no other one; else by what was sent.
    const retryAfter = presenters.take(known ?? hash('sha256', JSON.stringify(presented), 'hex'), nowMs);
    if (retryAfter > 0) return { kind: 'limited', retryAfter };
    return { kind: 'viewer', viewer: asker.viewer, body: body.value };
  };
}
