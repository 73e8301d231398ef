import type DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statementByRole } from '@mainstay/kernel/db/role-statement';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import type { DatabaseRole } from '@mainstay/kernel/graph/viewer';

export interface ActivationRow {
  readonly id: string;
  /** This and the name: null to a role without the grant. */
  readonly machineKey: string | null;
  readonly name: string | null;
  readonly versionSeen: string | null;
  readonly activatedAt: string;
  readonly deactivatedAt: string | null;
  readonly endedBy: 'DEACTIVATED' | 'MOVED' | null;
  readonly lastValidatedAt: string | null;
}

export interface ValidationRow {
  readonly id: string;
  readonly activationId: string | null;
  readonly version: string;
  readonly validatedAt: string;
  readonly valid: boolean;
  readonly reasons: readonly string[];
  readonly policyVersion: number;
}

function columns(role: DatabaseRole): string {
  const machine =
    role === 'app_analyst'
      ? 'null::text as "machineKey", null::text as name'
      : 'a.machine_key as "machineKey", a.machine_name as name';
  return `a.id, ${machine}, a.version_seen as "versionSeen", a.activated_at as "activatedAt",
    a.deactivated_at as "deactivatedAt", a.ended_by as "endedBy", a.last_validated_at as "lastValidatedAt"`;
}

const ofLicense = new KeysetPages<ActivationRow, 'ACTIVATED_AT', never>({
  ...{ name: 'activation.ofLicense', columns, from: 'activation a', id: 'a.id', parent: 'a.license_id' },
  filters: {},
  orders: { ACTIVATED_AT: { column: 'a.activated_at', type: 'timestamptz' } },
});

const validationsOfLicense = new KeysetPages<ValidationRow, 'VALIDATED_AT', never>({
  name: 'validation.ofLicense',
  columns: `v.id, v.activation_id as "activationId", v.version, v.validated_at as "validatedAt", v.valid, v.reasons,
    v.policy_version as "policyVersion"`,
  ...{ from: 'validation v', id: 'v.id', filters: {}, parent: 'v.license_id' },
  orders: { VALIDATED_AT: { column: 'v.validated_at', type: 'timestamptz' } },
});

const byIds = statementByRole<ActivationRow>(
  'activation.byIds',
  (role) => `select ${columns(role)} from activation a where a.id = any($1::text[])`,
);

/** Every read of machines and of what they asked, for one request. */
export class ActivationReads {
  readonly #byId: DataLoader<string, ActivationRow | null>;
  readonly #ofLicense: PageLoader<ActivationRow, 'ACTIVATED_AT', never>;
  readonly #validations: PageLoader<ValidationRow, 'VALIDATED_AT', never>;

  constructor(reader: PageReader) {
    this.#byId = rowsById(reader, byIds);
    this.#ofLicense = new PageLoader(ofLicense, reader);
    this.#validations = new PageLoader(validationsOfLicense, reader);
  }

  byId(id: string): Promise<ActivationRow | null> {
    return this.#byId.load(id);
  }

  /** What was activated last stands first. */
  ofLicense(licenseId: string, page: PageArgs): Promise<Page<ActivationRow>> {
    return this.#ofLicense.load(licenseId, { args: page, order: 'ACTIVATED_AT', direction: 'DESC' });
  }

  validationsOf(licenseId: string, page: PageArgs): Promise<Page<ValidationRow>> {
    return this.#validations.load(licenseId, { args: page, order: 'VALIDATED_AT', direction: 'DESC' });
  }
}
