/** A table of which rows leave with an export. */
export interface HeldTable {
  /** Which rows are an account's: a condition on the row `t` and the account's id, `$2`; or why none is. */
  readonly account: { readonly where: string } | { readonly none: string };
  /** Columns that leave with no export, and why. */
  readonly withheld?: Readonly<Record<string, string>>;
}

/** What a service holds, table by table. One that is named nowhere makes every export fail, and a test before. */
export interface Held {
  readonly tables: Readonly<Record<string, HeldTable>>;
  /** Tables that leave with no export, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
}

export const ownedByAccount: HeldTable = { account: { where: 't.account_id = $2' } };

export function ofNoAccount(why: string): HeldTable {
  return { account: { none: why } };
}

/** What every service holds alike. */
export const heldByAll: Held = {
  tables: {
    audit_entry: ownedByAccount,
    // As it was told, so that an older name is in it, too.
    outbox_event: { account: { where: "(t.aggregate = $2 or t.payload->>'accountId' = $2)" } },
    due_work: ofNoAccount('What the house has to do next for the tenant; what became of it is in the trail.'),
  },
  leftOut: {
    event_delivery: "How far the events, which leave, have come; nothing of it is the tenant's.",
    inbox_event: 'Which events of other services have come; what they told leaves with the known_ tables.',
    idempotent_answer:
      'Keys that callers made up, for which the house repeats what it answered; secrets of theirs.',
  },
};

export function heldBy(own: Held): Held {
  return {
    tables: { ...heldByAll.tables, ...own.tables },
    leftOut: { ...heldByAll.leftOut, ...own.leftOut },
  };
}

/** What of licensing's facts a service was told. */
export const heldMirrors: Held['tables'] = {
  known_vendor: ofNoAccount('The tenant itself.'),
  known_account: { account: { where: 't.id = $2' } },
  known_product: ofNoAccount('What the tenant sells.'),
  known_plan: ofNoAccount('By which policies the tenant sells.'),
  known_license: ownedByAccount,
};
