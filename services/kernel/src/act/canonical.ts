import { createHash } from 'node:crypto';

/** The same text for the same input, in whatever order its fields came; what is left out equals null. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .sort(([first], [second]) => (first < second ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

/** What an idempotency key is bound to. A digest, because inputs hold personal data and keys are kept for 30 days. */
export function inputDigest(input: object): string {
  const asked = { ...input, idempotencyKey: null };
  return createHash('sha256')
    .update(JSON.stringify(canonical(asked)))
    .digest('hex');
}
