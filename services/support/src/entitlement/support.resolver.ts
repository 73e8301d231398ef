import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { dayAsked } from '@mainstay/kernel/graph/as-of';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import { ExcludableWork } from '@mainstay/kernel/graph/support-words';
import { Account } from '../account/account.type.js';
import type { SupportContext } from '../context.js';
import { License } from '../license/license.type.js';
import { seesTickets } from '../ticket/access.js';
import { toldDecision } from './told-decision.js';
import { SupportDecision } from './support-entitlement.type.js';

const day = {
  nullable: true,
  description: "A day in the vendor's zone, 1990 to 2200; today unless told. BAD_USER_INPUT beyond.",
} as const;
const work = {
  nullable: true,
  description: 'A kind of work that plans may leave out; work that none leaves out, unless told.',
} as const;

@Resolver(() => License)
export class LicenseSupportResolver {
  @FieldResolver(() => SupportDecision, {
    nullable: true,
    description:
      'Whether support is owed for the license, with the reasons and the ways forward (S1, M13). Null where the license is so new that support does not know it yet, and before its plan had a version. FORBIDDEN to an operator, a running product, and a key without `support:read`.',
  })
  async supportEntitlement(
    @Root() { id }: License,
    @Ctx() { viewer, today, support }: SupportContext,
    @Arg('asOf', () => DateScalar, day) asOf: string | null,
    @Arg('work', () => ExcludableWork, work) kind: ExcludableWork | null,
  ) {
    seesTickets(viewer);
    const decided = await support.ofLicense(id, { asOf: dayAsked(asOf, today), work: kind ?? null });
    return decided === null ? null : toldDecision(decided);
  }
}

@Resolver(() => Account)
export class AccountSupportResolver {
  @FieldResolver(() => [SupportDecision], {
    nullable: true,
    description:
      "Whether support is owed to the account as a whole, under each plan of its licenses, or each of the vendor's where it has none: any cover of the account counts (S1). FORBIDDEN as `License.supportEntitlement` is.",
  })
  async supportOptions(
    @Root() { id }: Account,
    @Ctx() { viewer, today, support }: SupportContext,
    @Arg('asOf', () => DateScalar, day) asOf: string | null,
    @Arg('work', () => ExcludableWork, work) kind: ExcludableWork | null,
  ) {
    seesTickets(viewer);
    const decided = await support.ofAccount(id, { asOf: dayAsked(asOf, today), work: kind ?? null });
    return decided.map(toldDecision);
  }
}
