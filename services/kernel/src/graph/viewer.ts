/** What kind of viewer asks. The domain's roles; a viewer acts under exactly one. */
export const viewerRoles = [
  'VENDOR_ADMIN',
  'SUPPORT_AGENT',
  'RESELLER',
  'CUSTOMER',
  'PARTNER',
  'ANALYST',
  'PRODUCT',
  'OPERATOR',
] as const;
export type ViewerRole = (typeof viewerRoles)[number];

/**
 * The database role whose policies scope the viewer's rows. A PARTNER takes the role of its key's account:
 * a reseller's key reads as a reseller, a customer's as a customer, a key without an account as an administrator.
 */
export const databaseRoles = [
  'app_admin',
  'app_agent',
  'app_reseller',
  'app_customer',
  'app_analyst',
  'app_product',
  'app_operator',
] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

/**
 * Who asks, verified once by the gateway and carried to every subgraph. A plain value, so that it travels
 * the same way in process and, signed, over HTTP.
 */
export interface Viewer {
  readonly role: ViewerRole;
  readonly databaseRole: DatabaseRole;
  /** Null only for an OPERATOR, who sees tenants and nothing inside them. */
  readonly vendorId: string | null;
  /** The account acted for; null for the vendor's own staff and for an OPERATOR. */
  readonly accountId: string | null;
  /** The license that a running PRODUCT presents; null for everybody else. */
  readonly licenseId: string | null;
  readonly userId: string | null;
  readonly membershipId: string | null;
  readonly keyId: string | null;
  /** What a PARTNER's key may read, e.g. `licensing:read`; empty for roles that need no scopes. */
  readonly scopes: readonly string[];
  /** The one instant of this request by the vendor's clock, ISO 8601 in UTC. */
  readonly now: string;
  /** Whether the vendor's clock is on its way (a sandbox's alone), while which nothing but it changes anything. */
  readonly clockAdvancing?: boolean;
  /** The vendor's IANA zone; `UTC` for an OPERATOR. */
  readonly zone: string;
}

/** A membership or a key under which nobody goes on as before. */
export type EndedViewer = { readonly membershipId: string } | { readonly keyId: string };
