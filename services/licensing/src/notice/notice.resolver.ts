import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { LicensingContext } from '../context.js';
import type { LicenseRow } from '../license/license.reads.js';
import { License } from '../license/license.type.js';
import { NoticeConnection } from './notice.type.js';

@Resolver(() => License)
export class LicenseNoticesResolver {
  @FieldResolver(() => NoticeConnection, {
    description:
      'The plan of its notices, past and coming, the latest due first: what goes when, and what became of it (M8, M12).',
  })
  async notices(
    @Root() { id }: LicenseRow,
    @Ctx() { notices }: LicensingContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await notices.ofLicense(id, page));
  }
}
