import type { Moment } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { caseOf, listsFor, type CaseReads } from '../license/license-case.js';
import type { LicenseRow } from '../license/license.reads.js';
import { inForce, loadPlan, type PlanCache } from '../maintenance/plan.reads.js';
import { loadCatalog, type CatalogCache } from '../release/catalog.reads.js';
import type { VersionCase } from '../release/version-outcomes.rules.js';
import {
  fileCutoffs,
  fileDays,
  fileMajor,
  type FileContent,
  type FileDays,
  type FileKind,
} from './license-file.rules.js';
import type { Signers } from './signers.js';

/** What deciding and signing needs beside the transaction; shared by all requests of the process. */
export interface Issuing {
  readonly plans: PlanCache;
  readonly catalogs: CatalogCache;
  readonly signers: Signers;
}

/** What the rules look at, and the days that today's policy gives. */
export interface IssueCase {
  readonly row: LicenseRow;
  readonly versions: VersionCase;
  readonly policyVersion: number;
  readonly daysOf: (kind: FileKind) => FileDays;
}

/** The lists as all requests keep them; what is not at hand is read by the transaction itself. */
function readsIn(transaction: Transaction, { plans, catalogs }: Issuing, vendorId: string): CaseReads {
  return {
    plans: {
      get: (id, version) =>
        plans.get(`${vendorId}/${id}`, version, () =>
          loadPlan((asked, values) => transaction.query(asked, values), id),
        ),
    },
    catalogs: {
      get: (id, revision) => catalogs.get(`${vendorId}/${id}`, revision, () => loadCatalog(transaction, id)),
    },
  };
}

export async function issueCase(
  transaction: Transaction,
  issuing: Issuing,
  row: LicenseRow,
  { viewer, nowMs, today, zone }: Moment,
): Promise<IssueCase> {
  const lists = await listsFor(row, readsIn(transaction, issuing, viewer.vendorId ?? ''));
  const { version, policy } = inForce(lists.plan, today);
  return {
    row,
    versions: caseOf(row, lists, { asOf: today, nowMs, zone }),
    policyVersion: version,
    daysOf: (kind) => fileDays(policy.validation, kind, today),
  };
}

export interface FileAsked {
  readonly kind: FileKind;
  readonly machineKey: string;
  readonly request?: string;
}

/** A file for a machine, signed by the vendor's key. */
export function issueFile(
  { signers }: Issuing,
  { row, versions, daysOf }: IssueCase,
  { kind, machineKey, request = '' }: FileAsked,
  { viewer, today }: Moment,
): { readonly text: string; readonly keyId: string } {
  const vendor = viewer.vendorId ?? '';
  const signer = signers.of(vendor);
  const content: FileContent = {
    ...{ format: 1, kind, key: signer.keyId, sandbox: signer.sandbox, vendor },
    ...{ product: row.productId, license: row.id, machine: machineKey, issuedOn: today },
    ...daysOf(kind),
    ...{ purchasedOn: row.purchasedOn, cutoffs: fileCutoffs(versions), major: fileMajor(versions) },
    request: request === '' ? null : request,
  };
  return { text: signer.sign(content), keyId: signer.keyId };
}
