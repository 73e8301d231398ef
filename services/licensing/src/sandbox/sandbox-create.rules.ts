import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';

export type SandboxCreateCode =
  'NAME_INVALID' | 'FIRST_DAY_INVALID' | 'VENDOR_NOT_FOUND' | 'VENDOR_IS_SANDBOX';

export interface SandboxAsked {
  readonly firstOn: CivilDate;
  readonly name?: string | null | undefined;
}

const earliest = '2000-01-01';
const latest = '2100-12-31';
const longestName = 200;

export function sandboxFaults({ firstOn, name }: SandboxAsked): Refusal<SandboxCreateCode>[] {
  const faults: Refusal<SandboxCreateCode>[] = [];
  if (name !== null && name !== undefined && (name.trim() === '' || name.trim().length > longestName))
    faults.push({
      ...{ code: 'NAME_INVALID', field: ['name'] },
      message: `A name has 1 to ${String(longestName)} characters. Leave it out to be named after the vendor.`,
    });
  if (firstOn < earliest || firstOn > latest)
    faults.push({
      ...{ code: 'FIRST_DAY_INVALID', field: ['firstOn'] },
      message: `The first day lies between ${earliest} and ${latest}.`,
    });
  return faults;
}

export function decideSandbox(source: { readonly sandbox: boolean } | null): Refusal<SandboxCreateCode>[] {
  if (source === null)
    return [
      {
        ...{ code: 'VENDOR_NOT_FOUND', field: ['vendorId'] },
        message: 'There is no such tenant; ask `tenants` for ids.',
      },
    ];
  if (source.sandbox)
    return [
      {
        ...{ code: 'VENDOR_IS_SANDBOX', field: ['vendorId'] },
        message: 'This is a sandbox itself. Name the tenant that it is a copy of.',
      },
    ];
  return [];
}
