import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Fact } from '@mainstay/kernel/graph/decision';
import { VersionDecision, VersionRule } from './entitlement.type.js';
import type { VersionDecision as Decided } from './version-decision.rules.js';
import type { VersionOutcome } from './version-outcomes.rules.js';

/** The rules as the public reads them: facts one by one, each as text, so that new ones need no new field. */
@Resolver(() => VersionDecision)
export class VersionDecisionResolver {
  @FieldResolver(() => [VersionRule], { description: 'Every rule looked at, by precedence.' })
  rules(@Root() { outcomes }: Decided) {
    return outcomes;
  }
}

@Resolver(() => VersionRule)
export class VersionRuleResolver {
  @FieldResolver(() => [Fact], {
    description: 'What the rule saw, e.g. the cut-off and the instant of release.',
  })
  facts(@Root() { facts }: VersionOutcome) {
    return Object.entries(facts).map(([name, value]) => ({
      name,
      value: value === null ? null : String(value),
    }));
  }
}
