import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { licenseFilterOf } from './license-filter.js';
import type { LicensesAsked } from './license.reads.js';
import { LicenseFilter, LicenseOrder } from './license.type.js';

/** What every list of licenses may be asked with. */
@ArgsType()
export class LicensesArgs extends PageArgs {
  @Field(() => LicenseFilter, { nullable: true, description: 'All that the viewer may see, unless told.' })
  filter?: LicenseFilter | null;

  @Field(() => LicenseOrder, { nullable: true, description: 'By issue, newest first, unless told.' })
  orderBy?: LicenseOrder | null;
}

export function licensesAsked(viewer: Viewer, { filter, orderBy, ...page }: LicensesArgs): LicensesAsked {
  return { page, filter: licenseFilterOf(viewer, filter), orderBy };
}
