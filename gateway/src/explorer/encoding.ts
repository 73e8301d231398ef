import type { Encoding } from './manifest.js';

/** The smaller first: both are made ahead of time, so that the smaller costs no more. */
const preferred: readonly Encoding[] = ['br', 'gzip'];

/** Null is the file as it is, which every client can read. */
export function negotiateEncoding(
  accepted: string | undefined,
  available: readonly Encoding[],
): Encoding | null {
  const weights = weightsOf(accepted ?? '');
  const weightOf = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
  let best: Encoding | null = null;
  for (const encoding of preferred) {
    if (!available.includes(encoding) || weightOf(encoding) === 0) continue;
    if (best === null || weightOf(encoding) > weightOf(best)) best = encoding;
  }
  return best;
}

function weightsOf(accepted: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    if (name !== '') weights.set(name, weight === undefined ? 1 : Number.parseFloat(weight) || 0);
  }
  return weights;
}
