import { Mutations } from '@mainstay/kernel/act/mutation';
import { AuditReads } from '@mainstay/kernel/audit/audit.reads';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import type { PageReader } from '@mainstay/kernel/db/page';
import type { ActingDatabase } from '@mainstay/kernel/db/scoped';
import type { EndedViewer, Viewer } from '@mainstay/kernel/graph/viewer';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { AccountReads } from './account/account.reads.js';

import { ContactReads } from './contact/contact.reads.js';
import { ApiKeyReads } from './key/api-key.reads.js';
import { LicenseReads } from './license/license.reads.js';
import { MailReads } from './mail/mail.reads.js';
import { MemberReads } from './member/member.reads.js';
import { NoticeReads } from './notice/notice.reads.js';
import { PlanReads, type PlanCache } from './maintenance/plan.reads.js';
import { PackReads } from './pack/pack.reads.js';
import { ProductReads } from './product/product.reads.js';
import { CatalogReads, type CatalogCache } from './release/catalog.reads.js';
import { ReleaseReads } from './release/release.reads.js';
import { ActivationReads } from './activation/activation.reads.js';
import type { Issuing } from './activation/issuing.js';
import { LicenseFileReads } from './activation/license-file.reads.js';
import { LicenseKeyReads } from './activation/license-key.reads.js';
import type { ClockMover } from './clock/clock-mover.js';
import type { SandboxFiller } from './sandbox/sandbox-filler.js';
import { ResellerChangeReads } from './reseller/reseller-change.reads.js';
import { SiteReads } from './site/site.reads.js';
import { TransferReads } from './transfer/transfer.reads.js';
import { VendorReads } from './vendor/vendor.reads.js';

/** What all requests of the process share: lists that are known by a revision, and so never old. */
export interface SharedLists extends Issuing {
  readonly outlet: EventOutlet;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  readonly plans: PlanCache;
  readonly catalogs: CatalogCache;
  readonly clocks: ClockMover;
  readonly sandboxes: SandboxFiller;
}

/** One request: who asks, at which instant, and the reads that batch what it asks for. */
export class LicensingContext {
  readonly nowMs: number;
  #today: string | undefined;
  /** Told beside the answer, so that the gateway forgets them before it answers. */
  readonly endedViewers: EndedViewer[] = [];
  /** The one thing to change anything with. */
  readonly mutations: Mutations;
  readonly vendors: VendorReads;
  readonly audit: AuditReads;
  readonly accounts: AccountReads;
  readonly contacts: ContactReads;
  readonly apiKeys: ApiKeyReads;
  readonly members: MemberReads;
  readonly packs: PackReads;
  readonly transfers: TransferReads;
  readonly products: ProductReads;
  readonly releases: ReleaseReads;
  readonly licenses: LicenseReads;
  readonly notices: NoticeReads;
  readonly activations: ActivationReads;
  readonly licenseFiles: LicenseFileReads;
  readonly licenseKeys: LicenseKeyReads;
  /** What deciding and signing for running products needs. */
  readonly issuing: Issuing;
  readonly mails: MailReads;
  readonly resellerChanges: ResellerChangeReads;
  readonly sites: SiteReads;
  readonly plans: PlanReads;
  readonly catalogs: CatalogReads;
  readonly clocks: Pick<ClockMover, 'nudge'>;
  readonly sandboxes: Pick<SandboxFiller, 'fill' | 'members'>;

  constructor(
    database: ActingDatabase,
    shared: SharedLists,
    readonly viewer: Viewer,
    signal: AbortSignal | undefined,
  ) {
    const reader: PageReader = { database, viewer, signal };
    this.nowMs = Date.parse(viewer.now);
    this.clocks = shared.clocks;
    this.sandboxes = shared.sandboxes;
    this.mutations = new Mutations({
      ...{ database, viewer, outlet: shared.outlet, clock: shared.clock },
      viewersEnded: (ended) => this.endedViewers.push(...ended),
    });
    this.vendors = new VendorReads(reader);
    this.audit = new AuditReads(reader);
    this.accounts = new AccountReads(reader);
    this.contacts = new ContactReads(reader);
    this.apiKeys = new ApiKeyReads(reader);
    this.members = new MemberReads(reader);
    this.packs = new PackReads(reader);
    this.transfers = new TransferReads(reader);
    this.products = new ProductReads(reader);
    this.releases = new ReleaseReads(reader);
    this.licenses = new LicenseReads(reader);
    this.notices = new NoticeReads(reader);
    this.activations = new ActivationReads(reader);
    this.licenseFiles = new LicenseFileReads(reader);
    this.licenseKeys = new LicenseKeyReads(reader);
    this.issuing = shared;
    this.mails = new MailReads(reader);
    this.resellerChanges = new ResellerChangeReads(reader);
    this.sites = new SiteReads(reader);
    this.plans = new PlanReads(reader, shared.plans);
    this.catalogs = new CatalogReads(reader, shared.catalogs);
  }

  /** The civil day of `now` in the vendor's zone. Kept, because every license of a page asks for it. */
  get today(): string {
    return (this.#today ??= civilDayOf(this.nowMs, this.viewer.zone));
  }
}
