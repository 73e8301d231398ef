import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { hasValidCheck, normalizeCode } from '@mainstay/kernel/values/code';
import { maySeeCodes } from '../viewer/access.js';
import type { LicenseFilter, LicenseStatus } from './license.reads.js';
import { serialKey } from './serial-key.js';

/** A printed serial is far shorter; what is longer is a mistake and need not reach the database. */
const longestSerial = 100;

/** The code as it is compared. A mistyped one is told apart by its check symbol, and never repeated in the answer. */
export function codeKeyOf(viewer: Viewer, code: string, field: string): string {
  maySeeCodes(viewer, field);
  const key = normalizeCode(code);
  if (!hasValidCheck(key))
    throw new UserFault('BAD_USER_INPUT', 'This is no activation code: a symbol is mistyped or missing.', {
      field,
    });
  return key;
}

export function serialKeyOf(viewer: Viewer, serial: string, field: string): string {
  maySeeCodes(viewer, field);
  const key = serialKey(serial);
  if (key === '' || key.length > longestSerial)
    throw new UserFault('BAD_USER_INPUT', 'This is no serial of a hardware key.', { field });
  return key;
}

interface AskedFilter extends Omit<LicenseFilter, 'codeKey' | 'status'> {
  readonly status?: LicenseStatus | null | undefined;
  readonly code?: string | null | undefined;
}

/** The filter as the reads take it: a code checked and as it is compared. */
export function licenseFilterOf(viewer: Viewer, asked: AskedFilter | null | undefined): LicenseFilter | null {
  if (asked === null || asked === undefined) return null;
  const { code, ...filter } = asked;
  return code === null || code === undefined
    ? filter
    : { ...filter, codeKey: codeKeyOf(viewer, code, 'filter.code') };
}
