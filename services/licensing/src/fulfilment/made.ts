import type { Change, Instant } from '@mainstay/kernel/act/act';
import type { PrecedingCover } from '@mainstay/kernel/values/period';
import type { LockedAccount } from '../account/lock-account.js';
import type { NewPeriod } from '../maintenance/write-cover.js';
import type { NewLicense } from './issue-licenses.js';
import type { PaidLine, PaidOrder } from './paid-order.js';
import type { SoldProduct } from './sold-plans.js';
import type { NewAssociation, NewMaintenanceCode } from './write-codes.js';

/** A line that cannot be done, and what a person does about it. */
export interface Stuck {
  readonly lineId: string;
  readonly code:
    'PRODUCT_UNKNOWN' | 'LICENSE_NOT_FOUND' | 'LICENSE_NAMED_TWICE' | 'SUBJECT_NOT_FOUND' | 'NO_COVER_SOLD';
  readonly message: string;
}

/** What an order is made of, and what it becomes line by line; it is written when all lines were looked at. */
export class Made {
  readonly licenses: NewLicense[] = [];
  readonly codes: NewMaintenanceCode[] = [];
  readonly associations: NewAssociation[] = [];
  readonly periods: NewPeriod[] = [];
  /** Cover that begins with the mail: by license, its term. */
  readonly awaited = new Map<string, { readonly term: string; readonly plan: SoldProduct['plan'] }>();
  /** Licenses, sites and contracts that were there before and whose cover has changed. */
  readonly touched = new Set<string>();
  /** By license the last cover that this order lays: what it lays next lies behind it. */
  readonly laid = new Map<string, PrecedingCover>();
  readonly contracts: string[] = [];
  readonly changes: Change[] = [];
  readonly stuck: Stuck[] = [];
  /** Lines of renewals that begin elsewhere than they were offered. */
  readonly moved = new Set<string>();
  readonly #objects = new Map<string, string[]>();
  readonly #licensesOf = new Map<string, string[]>();

  constructor(
    readonly order: PaidOrder,
    readonly owner: LockedAccount,
    readonly products: ReadonlyMap<string, SoldProduct>,
    readonly instant: Instant,
  ) {}

  productOf(line: PaidLine): SoldProduct | null {
    return this.products.get(line.productId ?? '') ?? null;
  }

  add(line: PaidLine, objectIds: readonly string[]): void {
    this.#objects.set(line.lineId, [...(this.#objects.get(line.lineId) ?? []), ...objectIds]);
  }

  addLicenses(line: PaidLine, licenses: readonly NewLicense[]): void {
    const ids = licenses.map(({ id }) => id);
    this.licenses.push(...licenses);
    this.#licensesOf.set(line.lineId, ids);
    this.add(line, ids);
  }

  /** Those that a line of this order became. */
  licensesOf(lineId: string): readonly string[] {
    return this.#licensesOf.get(lineId) ?? [];
  }

  fail(line: PaidLine, code: Stuck['code'], message: string): void {
    this.stuck.push({ lineId: line.lineId, code, message });
  }

  /** What each line that is done became. */
  done(): { readonly lineId: string; readonly objectIds: readonly string[] }[] {
    return [...this.#objects].map(([lineId, objectIds]) => ({ lineId, objectIds }));
  }
}
