import { noOutlet } from '@mainstay/kernel/events/outlet';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Row } from '@mainstay/demo/world/world';
import { dueKinds } from '@mainstay/support/due/due-kinds';
import { goodwillGrant } from '@mainstay/support/grant/goodwill-grant';
import type { Stage } from './acting.js';
import { meet } from './waiting.js';

/** Lots of support units on a stage, and what becomes of them. */
export interface LotStage {
  /** A lot of a customer of Deskhaven's, of which nothing else knows. */
  lot(units: number, expiresOn?: CivilDate | null): Promise<string>;
  /** Moves units as coming acts will: past every rule but the database's. */
  move(lot: string, kind: string, units: number): Promise<void>;
  totals(lot: string): Promise<readonly [left: number, reserved: number, consumed: number, expired: number]>;
  /** Kinds and units of its entries, as they were written. */
  entries(lot: string): Promise<string[]>;
  /** What moves it, all at once; tells how each ended. */
  meet<Result>(
    lot: string,
    many: readonly (() => Promise<Result>)[],
  ): Promise<PromiseSettledResult<Result>[]>;
  /** When its expiry is due; null where nothing is. */
  dueAt(lot: string): Promise<string | null>;
  /** Another worker each time. */
  worker(): DueWork;
  stop(): Promise<void>;
}

export function lotsOn(stage: Stage): LotStage {
  const opened: DueWork[] = [];
  const { vendorId } = stage.roleOf('deskhaven.admin');
  const { accountId } = stage.roleOf('deskhaven.customer');
  const query = async (text: string, values: readonly unknown[]) =>
    (await stage.owner.query<Row>(text, [...values])).rows;
  let moves = 0;
  return {
    async lot(units, expiresOn = null) {
      const input = {
        accountId: accountId ?? '',
        unit: 'TICKET',
        units,
        expiresOn,
        reason: 'for a test',
      } as const;
      const outcome = await stage.act('deskhaven.agent', goodwillGrant, input);
      if (!outcome.done)
        throw new Error(`No lot was given: ${outcome.refusals.map(({ code }) => code).join()}`);
      return String(outcome.result['grantId']);
    },
    async move(lot, kind, units) {
      moves += 1;
      await query(
        `insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, ticket_id, kind, units, entered_at, actor_kind, actor_id)
         select g.vendor_id, $2, g.account_id, g.reseller_id, g.id,
           (select id from ticket t where t.vendor_id = g.vendor_id and t.account_id = g.account_id limit 1),
           $3, $4, now(), 'JOB', 'job:test' from support_grant g where g.vendor_id = $5 and g.id = $1`,
        [lot, `move-${String(moves)}`, kind, units, vendorId],
      );
    },
    async totals(lot) {
      const [row] = await query(
        'select left_units, reserved_units, consumed_units, expired_units from support_grant where id = $1',
        [lot],
      );
      const total = (name: string) => Number(row?.[`${name}_units`]);
      return [total('left'), total('reserved'), total('consumed'), total('expired')];
    },
    async entries(lot) {
      const rows = await query('select kind, units from ledger_entry where grant_id = $1 order by place', [
        lot,
      ]);
      return rows.map(({ kind, units }) => `${String(kind)} ${String(units)}`);
    },
    meet: (id, many) =>
      meet(
        stage.owner,
        { table: 'support_grant', id },
        many.map((start) => async () => (await Promise.allSettled([start()]))[0]),
      ),
    async dueAt(lot) {
      const [row] = await query("select due_at from due_work where kind = 'lot-expiry' and key = $1", [lot]);
      return row === undefined ? null : (row['due_at'] as Date).toISOString();
    },
    worker() {
      const work = openDueWork({
        ...{ database: stage.database, kinds: dueKinds, outlet: noOutlet, vendors: 'known_vendor' },
        ...{ clock: () => new Date().toISOString(), logger: { warn: () => undefined }, everyMs: 1_000_000 },
      });
      opened.push(work);
      return work;
    },
    async stop() {
      await Promise.all(opened.map((work) => work.stop()));
    },
  };
}
