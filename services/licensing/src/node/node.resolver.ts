import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '@mainstay/kernel/graph/connection';
import { prefixOf } from '@mainstay/kernel/values/ids';
import type { LicensingContext } from '../context.js';
import { insideVendor } from '../viewer/access.js';

/** What an id names is told by its prefix. Interfaces are told apart by `__typename`, as compiled execution reads it. */
function find(id: string, { accounts, licenses, products }: LicensingContext) {
  const prefix = prefixOf(id);
  if (prefix === 'acc') return named('Account', accounts.byId(id));
  if (prefix === 'lic') return named('License', licenses.byId(id));
  if (prefix === 'prd') return named('Product', products.byId(id));
  return null;
}

async function named(__typename: string, loading: Promise<object | null>) {
  const row = await loading;
  return row === null ? null : { ...row, __typename };
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      'An account, license or product by its id; null where the viewer sees none by it. Tickets and invoices are asked for by `ticket` and `invoice`.',
  })
  node(
    @Ctx() context: LicensingContext,
    @Arg('id', () => ID, { description: 'As `Node.id` answered it.' }) id: string,
  ) {
    insideVendor(context.viewer);
    return find(id, context);
  }
}
