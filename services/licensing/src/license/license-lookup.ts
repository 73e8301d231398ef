import { ArgsType, Field, ID } from 'type-graphql';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { codeKeyOf, serialKeyOf } from './license-filter.js';
import type { LicenseReads, LicenseRow } from './license.reads.js';

@ArgsType()
export class LicenseLookup {
  @Field(() => ID, { nullable: true, description: 'As `License.id` answers it.' })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The activation code, in any case, with or without dashes. BAD_USER_INPUT where it is mistyped; FORBIDDEN for an analyst, who sees no codes.',
  })
  code?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The serial of the hardware key, at most 100 characters. FORBIDDEN for an analyst, who sees no codes.',
  })
  serial?: string | null;
}

/** Finds one license by what is known of it; a foreign one is found no more than one that does not exist. */
export function findLicense(
  viewer: Viewer,
  licenses: LicenseReads,
  { id, code, serial }: LicenseLookup,
): Promise<LicenseRow | null> {
  const given = [id, code, serial].filter((one) => one !== null && one !== undefined);
  if (given.length !== 1)
    throw new UserFault(
      'BAD_USER_INPUT',
      `A license is named by exactly one of the arguments id, code and serial. ${
        given.length === 0 ? 'None is given.' : `${given.length} are given.`
      }`,
    );
  if (typeof code === 'string') return licenses.byCode(codeKeyOf(viewer, code, 'code'));
  if (typeof serial === 'string') return licenses.bySerial(serialKeyOf(viewer, serial, 'serial'));
  return licenses.byId(id ?? '');
}
