import type { Refusal } from '@mainstay/kernel/values/refusal';
import { parseVersion } from '@mainstay/kernel/values/version';

export const machineKeyLength = 16;
const longest = { fingerprint: 500, name: 200, version: 100 } as const;

export type MachineCode = 'FINGERPRINT_INVALID' | 'NAME_INVALID' | 'VERSION_INVALID';

/** A machine as it was told. */
export interface MachineTold {
  readonly fingerprint?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly version?: string | null | undefined;
}

/** What is wrong with it by itself, in order of precedence. A machine without a fingerprint would be any machine (M9). */
export function machineFaults({ fingerprint, name, version }: MachineTold): Refusal<MachineCode>[] {
  const faults: Refusal<MachineCode>[] = [];
  if (!isBetween(fingerprint ?? '', longest.fingerprint))
    faults.push({
      ...{ code: 'FINGERPRINT_INVALID', field: ['fingerprint'] },
      message:
        'A machine is known by a fingerprint of 1 to 500 characters, not only spaces: send what identifies it, always the same.',
    });
  if (name !== null && name !== undefined && !isBetween(name, longest.name))
    faults.push({
      ...{ code: 'NAME_INVALID', field: ['name'] },
      message: 'A name of a machine has 1 to 200 characters, not only spaces; or leave it out.',
    });
  if (version !== null && version !== undefined && !isVersion(version))
    faults.push({
      ...{ code: 'VERSION_INVALID', field: ['version'] },
      message:
        'A version has three numbers by Semantic Versioning, such as 4.2.0, and at most 100 characters.',
    });
  return faults;
}

function isBetween(text: string, most: number): boolean {
  return text.length <= most && text.trim() !== '';
}

export function isVersion(text: string): boolean {
  return text.length <= longest.version && parseVersion(text) !== null;
}
