import type { Row } from '@mainstay/demo/world/world';
import { openDueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { dueKinds } from '@mainstay/licensing/due/due-kinds';
import { coverCorrect } from '@mainstay/licensing/maintenance/cover-correct';
import { openStage, type Stage } from './acting.js';

export const reason = 'put right';

export interface Covered {
  readonly licenseId: string;
  readonly period: Row;
}

/** The demo's licensing, with what tests of notices look at. */
export class NoticeStage {
  readonly #taken = new Set<unknown>();

  private constructor(readonly stage: Stage) {}

  static async open(): Promise<NoticeStage> {
    return new NoticeStage(await openStage('licensing'));
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  /** A license whose own cover runs and was not renewed ahead, and its period; each call takes another. */
  coveredLicense(tenant: string, isOwner: (accountId: unknown) => boolean = () => true): Covered {
    const { world } = this.stage;
    const { vendorId } = this.stage.roleOf(`${tenant}.admin`);
    const members = new Set((world.licensing['site_member'] ?? []).map((row) => row['license_id']));
    const licenses = (world.licensing['license'] ?? []).filter(
      (row) =>
        row['vendor_id'] === vendorId &&
        row['status'] === 'ACTIVE' &&
        isOwner(row['account_id']) &&
        String(row['covered_until']) > '2026-11-15' &&
        !members.has(row['id']) &&
        !this.#taken.has(row['id']),
    );
    for (const license of licenses) {
      const period = (world.licensing['coverage_period'] ?? []).find(
        (row) =>
          row['subject_id'] === license['id'] &&
          row['expires_on'] === license['covered_until'] &&
          String(row['starts_on']) < '2026-11-01',
      );
      if (period === undefined) continue;
      this.#taken.add(license['id']);
      return { licenseId: String(license['id']), period };
    }
    throw new Error(`${tenant} has no such license left.`);
  }

  /** Such as `2027-03-31 P1M 2027-02-28T08:00 PLANNED`. */
  async notices(licenseId: string): Promise<string[]> {
    const { rows } = await this.stage.owner.query<{ line: string }>(
      `select expires_on::text || ' ' || before || ' ' || to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI')
         || ' ' || state || coalesce(' ' || reason, '') as line
       from notice where license_id = $1 order by expires_on, due_at`,
      [licenseId],
    );
    return rows.map(({ line }) => line);
  }

  async plannedOf(licenseId: string): Promise<string[]> {
    return (await this.notices(licenseId)).filter((line) => line.endsWith('PLANNED'));
  }

  /** When something is to be sent of an account. */
  async dueOf(accountId: unknown): Promise<(string | undefined)[]> {
    const { rows } = await this.stage.owner.query<{ key: string }>(
      "select key from due_work where kind = 'notices' and split_part(key, ' ', 1) = $1 order by due_at",
      [accountId],
    );
    return rows.map(({ key }) => key.split(' ')[1]);
  }

  async mailsOf(licenseId: string): Promise<Row[]> {
    const { rows } = await this.stage.owner.query<Row>('select * from mail where data::text like $1', [
      `%${licenseId}%`,
    ]);
    return rows;
  }

  endOn(name: string, period: Row, expiresOn: string) {
    const periodId = String(period['id']);
    return this.stage.act(name, coverCorrect, { kind: 'MOVE', periodId, expiresOn, reason });
  }

  /** Lets a tenant's jobs do what is due by an instant of its clock. */
  async workUntil(tenant: string, now: string): Promise<void> {
    const work = openDueWork({
      ...{ database: this.stage.database, kinds: dueKinds, outlet: noOutlet, vendors: 'vendor' },
      ...{ clock: () => '2026-11-02T12:00:00.000Z', logger: { warn: () => undefined }, everyMs: 2 ** 30 },
    });
    await work.runDue(String(this.stage.roleOf(`${tenant}.admin`).vendorId), now);
    await work.stop();
  }
}
