import type { DemoIssuer } from './issuer.js';
import type { Role } from './world/world.js';

/** One who can sign in, with what opens the graph to them. */
export interface Persona {
  readonly token: string;
  /** Null for the operator. */
  readonly vendorId: string | null;
  /** Null for the vendor's own staff and the operator. */
  readonly accountId: string | null;
}

export type Personas = Readonly<Record<string, Persona>>;

/** By `<tenant>.<role>`, and `operator`; a partner's token is its key. */
export async function personasOf(cast: readonly Role[], issuer: DemoIssuer): Promise<Personas> {
  const entries = cast.map(async ({ name, vendorId, accountId, by }): Promise<[string, Persona]> => {
    const tenant = name.split('.')[0] ?? name;
    const token =
      by.kind === 'key' ? issuer.partnerKey(tenant) : await issuer.tokenFor(by.subject, by.membershipId);
    return [name, { token, vendorId, accountId }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
