/** What role a user has, from when until when; instants in milliseconds. */
export interface MembershipFacts {
  readonly id: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

export type MembershipChoice<Facts> =
  | { readonly kind: 'chosen'; readonly membership: Facts }
  | { readonly kind: 'refused'; readonly reason: 'UNKNOWN' | 'ENDED' | 'AMBIGUOUS' | 'NOT_YOURS' };

function isActive({ startsAtMs, endsAtMs }: MembershipFacts, nowMs: number): boolean {
  return startsAtMs <= nowMs && (endsAtMs === null || nowMs < endsAtMs);
}

/**
 * Which membership a user acts under (domain, section 7): the named one, which must be its own; unnamed, the only one
 * that is active now. Real time decides, whatever clock the vendor has.
 */
export function chooseMembership<Facts extends MembershipFacts>(
  own: readonly Facts[],
  named: string | null,
  nowMs: number,
): MembershipChoice<Facts> {
  if (named !== null) {
    const membership = own.find(({ id }) => id === named);
    if (membership === undefined) return { kind: 'refused', reason: 'NOT_YOURS' };
    if (!isActive(membership, nowMs)) return { kind: 'refused', reason: 'ENDED' };
    return { kind: 'chosen', membership };
  }
  const [first, ...others] = own.filter((membership) => isActive(membership, nowMs));
  if (first === undefined) return { kind: 'refused', reason: own.length === 0 ? 'UNKNOWN' : 'ENDED' };
  if (others.length > 0) return { kind: 'refused', reason: 'AMBIGUOUS' };
  return { kind: 'chosen', membership: first };
}
