import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { LicensingContext } from '../context.js';
import type { LicenseRow } from '../license/license.reads.js';
import { License } from '../license/license.type.js';
import { ActivationConnection, ValidationConnection } from './activation.type.js';

@Resolver(() => License)
export class LicenseActivationsResolver {
  @FieldResolver(() => ActivationConnection, {
    description: 'The machines that it runs on and ran on, the latest activated first (M7, M12).',
  })
  async activations(
    @Root() { id }: LicenseRow,
    @Ctx() { activations }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await activations.ofLicense(id, page));
  }

  @FieldResolver(() => ValidationConnection, {
    description: 'What its machines asked by `licenseValidate` and were told, the latest first (M9).',
  })
  async validations(
    @Root() { id }: LicenseRow,
    @Ctx() { activations }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await activations.validationsOf(id, page));
  }
}
