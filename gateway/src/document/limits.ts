import type { ViewerRole } from '@mainstay/kernel/graph/viewer';

/** What one document may be. Everything is counted before the step that it would make expensive. */
export interface DocumentLimits {
  /** Lexical tokens: bounds parsing. */
  readonly tokens: number;
  /** Brackets within brackets of any kind: bounds recursion; the planner's own parser gives up near 50. */
  readonly nesting: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields within fields, fragments followed; introspection has a rule of its own in graphql-js. */
  readonly depth: number;
  /** Fields at the root of one operation, fragments followed. */
  readonly rootFields: number;
  /** Fields of one operation with every fragment written out: bounds validation, planning and completion. */
  readonly fields: number;
}

export interface Limits extends DocumentLimits {
  /** Cost of one operation (see cost.ts), by role where it differs. */
  readonly cost: number;
  readonly costByRole: Partial<Readonly<Record<ViewerRole, number>>>;
}

export const defaultLimits: Limits = {
  tokens: 4_000,
  nesting: 40,
  aliases: 50,
  directives: 50,
  depth: 15,
  rootFields: 20,
  fields: 1_000,
  cost: 5_000,
  costByRole: { ANALYST: 25_000 },
};

export function costLimit(limits: Limits, role: ViewerRole): number {
  return limits.costByRole[role] ?? limits.cost;
}
