import { UserFault } from '@mainstay/kernel/graph/errors';
import { parseVersion } from '@mainstay/kernel/values/version';

/** Longer than any version that a release can have. */
const longestVersion = 100;

/** A version as it was asked for. One that no release could have is a slip, and no "unknown" would tell of it. */
export function askedVersion(text: string, field: string): string {
  if (text.length > longestVersion)
    throw new UserFault('BAD_USER_INPUT', `A version has at most ${longestVersion} characters.`, { field });
  if (parseVersion(text) === null)
    throw new UserFault(
      'BAD_USER_INPUT',
      'A version has three numbers by Semantic Versioning and no space around it, such as 4.2.0 or 5.0.0-rc.1.',
      { field },
    );
  return text;
}
