import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { wholeLicenses, type LicenseRow } from '../license/license.reads.js';
import { issueCase, issueFile, type IssueCase, type Issuing } from './issuing.js';
import type { FileDays } from './license-file.rules.js';
import { machineKeyOf } from './machine-key.js';
import { machineFaults } from './machine.rules.js';
import { decideValidation, unknownCode, type Verdict } from './validation.rules.js';

export interface LicenseValidate extends ActInput {
  readonly fingerprint: string;
  readonly version: string;
}

export type LicenseValidateCode = 'FINGERPRINT_INVALID' | 'VERSION_INVALID';

/** What a running product is told. */
export interface Validated extends Omit<Verdict, 'fileDue'>, FileDays {
  readonly policyVersion: number | null;
  readonly file: string | null;
}

interface AskedRow extends LicenseRow {
  readonly activationId: string | null;
  readonly rank: number | null;
  readonly activeMachines: number;
}

type Facts = {
  readonly asked: IssueCase;
  readonly verdict: Verdict;
  readonly activationId: string | null;
} | null;

/** All that the rules look at about license and machine, in one look. */
const ask = statement<AskedRow>(
  'validation.ask',
  `select w.*, m.id as "activationId", m.rank,
     (select count(*) from activation a where a.license_id = w.id and a.deactivated_at is null)::integer as "activeMachines"
   from (${wholeLicenses} where l.id = $1::text) w left join lateral (
     select a.id, (select count(*) from activation b where b.license_id = a.license_id and b.deactivated_at is null
       and (b.activated_at, b.id) <= (a.activated_at, a.id))::integer as rank
     from activation a where a.license_id = w.id and a.machine_key = $2::text and a.deactivated_at is null) m on true`,
);

/** The use and its trail are one statement: the row of the validation is its entry, and nobody changes it (decision 11). */
const record = statement(
  'validation.record',
  `with seen as (
     update activation set version_seen = $5::text, last_validated_at = $6::timestamptz where id = $3::text
   )
   insert into validation (vendor_id, id, license_id, activation_id, machine_key, version, validated_at, valid, reasons,
     policy_version, key)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::timestamptz, $7::boolean, $8::text[],
     $9::integer, $10::text)
   on conflict (vendor_id, license_id, key) where key is not null do nothing`,
);

const noDays: FileDays = { validateBy: null, consequenceOn: null, consequence: null };

/** All of the verdict but how the file was decided on. */
function told(verdict: Verdict, rest: FileDays & Pick<Validated, 'policyVersion' | 'file'>) {
  const { valid, reasons, warnings, newestVersion, coverActive, coverStartsOn, coverExpiresOn } = verdict;
  const answer: Validated = {
    ...{ valid, reasons, warnings, newestVersion, coverActive, coverStartsOn, coverExpiresOn },
    ...rest,
  };
  return { answer: JSON.stringify(answer) };
}

/** What is asked again and again by running products: decided on lists in memory, recorded once, answered with a file. */
export function licenseValidate(issuing: Issuing): Act<LicenseValidate, Facts, LicenseValidateCode> {
  return {
    name: 'licenseValidate',
    roles: ['PRODUCT'],
    leavesOwnTrail: true,
    prepare: ({ vendorId }) => issuing.signers.prepare(vendorId ?? ''),
    check: ({ fingerprint, version }) =>
      machineFaults({ fingerprint, version }).flatMap((fault) =>
        fault.code === 'NAME_INVALID' ? [] : [{ ...fault, code: fault.code }],
      ),
    async load(transaction, { fingerprint, version }, moment) {
      const { licenseId } = moment.viewer;
      const [row] = await transaction.query(ask, [licenseId ?? '', machineKeyOf(fingerprint)]);
      if (row === undefined) return null;
      const { activationId, rank, activeMachines } = row;
      const asked = await issueCase(transaction, issuing, row, moment);
      const verdict = decideValidation({
        ...{ license: row, machine: { rank, activeMachines }, versions: asked.versions, version },
      });
      return { asked, verdict, activationId };
    },
    // A verdict is an answer, and no refusal: the product is to carry it out.
    decide: () => [],
    apply(transaction, facts, { fingerprint, version, idempotencyKey }, moment) {
      const effect = { result: {}, accountId: null, changes: [], events: [] };
      if (facts === null)
        return Promise.resolve({
          ...effect,
          secrets: told(unknownCode, { ...noDays, policyVersion: null, file: null }),
        });
      const { asked, verdict, activationId } = facts;
      const machineKey = machineKeyOf(fingerprint);
      transaction.last(record, [
        ...[moment.newId('val'), asked.row.id, activationId, machineKey, version, moment.now, verdict.valid],
        verdict.reasons,
        ...[asked.policyVersion, idempotencyKey ?? null],
      ]);
      const { policyVersion } = asked;
      const file = verdict.fileDue
        ? issueFile(issuing, asked, { kind: 'ONLINE', machineKey }, moment).text
        : null;
      const days = verdict.fileDue ? asked.daysOf('ONLINE') : noDays;
      return Promise.resolve({ ...effect, secrets: told(verdict, { ...days, policyVersion, file }) });
    },
  };
}
