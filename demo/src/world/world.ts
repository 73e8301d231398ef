/** One row by column name; values as PostgreSQL reads them from JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows of one service, table by table, in an order that keys allow. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

/** The clock that rules cover, targets and due days of a vendor; one that stands still belongs to a sandbox. */
export type VendorClock = { readonly kind: 'REAL' } | { readonly kind: 'FROZEN'; readonly at: string };

/** Who can sign in to the demo, by `<tenant>.<role>`. */
export interface Role {
  readonly name: string;
  /** What a person reads in a list. */
  readonly title: string;
  readonly vendorId: string | null;
  readonly accountId: string | null;
  /** A user who signs in, or a key that a system presents. */
  readonly by:
    | { readonly kind: 'token'; readonly subject: string; readonly membershipId: string | null }
    | { readonly kind: 'key'; readonly keyId: string };
}

/** The demo's data and its cast; the same for the same seed and day. */
export interface World {
  readonly licensing: Tables;
  readonly support: Tables;
  readonly billing: Tables;
  readonly cast: readonly Role[];
}
