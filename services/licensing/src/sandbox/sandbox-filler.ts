import type { Telling } from '@mainstay/kernel/act/act';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { statement, type Transaction, type WorkingDatabase } from '@mainstay/kernel/db/scoped';
import { planDue } from '@mainstay/kernel/due/due-table';
import type { EventRelay } from '@mainstay/kernel/events/relay';
import { tellAccounts, tellPlans, tellProducts, tellVendor } from '../facts/tell.js';
import type { MemberRole } from '../member/membership.type.js';
import { readCopied, renamed, writeCopied, type CopiedTables } from './copied-rows.js';

/** Who can act in a sandbox, and with what. */
export interface SandboxMemberRow {
  readonly membershipId: string;
  readonly role: MemberRole;
  readonly accountId: string | null;
  readonly token: string | null;
}

/** Vouches for a user of its own issuer; null for users of others. */
export type TokenFor = (user: {
  readonly issuer: string;
  readonly subject: string;
  readonly membershipId: string;
}) => Promise<string | null>;

export interface SandboxFillerOptions {
  readonly database: WorkingDatabase;
  readonly outlet: EventRelay;
  readonly tokenFor: TokenFor;
}

const job = 'sandbox';

const source = statement<{ sourceId: string; now: string; zone: string }>(
  'sandbox.unfilled',
  `select sandbox_of as "sourceId", frozen_at as now, zone from vendor
   where vendor_id = app.vendor() and sandbox_of is not null and filled_at is null`,
);

/** Waits for whoever fills it at the same time, and finds it filled then. */
const claim = statement<{ claimed: true }>(
  'sandbox.claim',
  `update vendor set filled_at = frozen_at where vendor_id = app.vendor() and filled_at is null
   returning true as claimed`,
);

const unfilled = statement<{ vendorId: string }>(
  'sandbox.unfilledOnes',
  `select vendor_id as "vendorId" from vendor
   where clock_kind = 'FROZEN' and sandbox_of is not null and filled_at is null order by vendor_id`,
);

/** The vendor's own staff first, then accounts by name: no more than a list may hold. */
const members = statement<Omit<SandboxMemberRow, 'token'> & { issuer: string; subject: string }>(
  'sandbox.members',
  `select m.id as "membershipId", m.role, m.account_id as "accountId", u.issuer, u.subject
   from membership m join app_user u on u.vendor_id = m.vendor_id and u.id = m.user_id
   left join account a on a.vendor_id = m.vendor_id and a.id = m.account_id
   where m.vendor_id = app.vendor() and m.ends_at is null
   order by a.name_key nulls first, m.id limit 100`,
);

/** Fills sandboxes with what they are copies of, once; one that was cut short is filled by the next look. */
export class SandboxFiller {
  constructor(private readonly options: SandboxFillerOptions) {}

  /** Resolves when it is whole, and the other services know of it. */
  async fill(vendorId: string): Promise<void> {
    const { database, outlet } = this.options;
    const [empty] = await database.askAs({ job, vendorId }, source, []);
    if (empty === undefined) return;
    const rows = await database.transactAs({ job, vendorId: empty.sourceId }, readCopied);
    const instant = instantOf(new Date(empty.now).toISOString(), empty.zone);
    await database.transactAs({ job, vendorId }, async (transaction) => {
      if ((await transaction.query(claim, [])).length === 0) return;
      const made = renamed(rows, instant.newId);
      await writeCopied(transaction, made);
      const filled = filledWith({ vendorId, sourceId: empty.sourceId, firstOn: instant.today }, rows, made);
      await planDue(transaction, announcements(made, instant.nowMs));
      await leaveTrail(transaction, instant, {
        ...{ act: 'sandboxFill', actorKind: 'JOB', userId: null, reason: null, answers: null },
        ...{
          consumers: outlet.consumers,
          effect: await this.#effect(transaction, { vendorId, made, filled }),
        },
      });
    });
    await outlet.drain();
  }

  async fillAll(): Promise<void> {
    const { database } = this.options;
    const found = await database.askAs({ job, vendorId: null }, unfilled, []);
    for (const { vendorId } of found) await this.fill(vendorId);
  }

  /** Asked again, it answers the same people with tokens that are as good. */
  async members(vendorId: string): Promise<SandboxMemberRow[]> {
    const { database, tokenFor } = this.options;
    const rows = await database.askAs({ job, vendorId }, members, []);
    return Promise.all(
      rows.map(async ({ membershipId, role, accountId, issuer, subject }) => ({
        ...{ membershipId, role, accountId },
        token: await tokenFor({ issuer, subject, membershipId }),
      })),
    );
  }

  async #effect(
    transaction: Transaction,
    { vendorId, made, filled }: { vendorId: string; made: CopiedTables; filled: Telling },
  ) {
    const idsOf = (table: string) => (made.get(table) ?? []).map(({ id }) => String(id));
    return {
      ...{ result: { vendorId }, accountId: null, changes: [] },
      events: [
        ...(await tellVendor(transaction, 'vendor.created')),
        ...(await tellPlans(transaction, idsOf('maintenance_plan'))),
        ...(await tellProducts(transaction, idsOf('product'))),
        ...(await tellAccounts(transaction, idsOf('account'), 'account.created')),
        filled,
      ],
    };
  }
}

/** Whose copy it is, from which day on, and what its products are called there: others copy what is theirs by it. */
function filledWith(
  sandbox: { readonly vendorId: string; readonly sourceId: string; readonly firstOn: string },
  rows: CopiedTables,
  made: CopiedTables,
): Telling {
  const [theirs, own] = [rows.get('product') ?? [], made.get('product') ?? []];
  const products = theirs.map(({ id: sourceId }, index) => ({ sourceId, id: own[index]?.['id'] }));
  return { type: 'sandbox.filled', aggregate: sandbox.vendorId, payload: { ...sandbox, products } };
}

/** Releases that the sandbox's clock has yet to pass are announced when it does (M11). */
function announcements(made: CopiedTables, nowMs: number) {
  return (made.get('release') ?? [])
    .map(({ id, released_at: releasedAt }) => ({ key: String(id), dueAt: String(releasedAt) }))
    .filter(({ dueAt }) => Date.parse(dueAt) > nowMs)
    .map((due) => ({ kind: 'release-announcement', ...due }));
}
