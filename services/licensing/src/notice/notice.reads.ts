import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import type { NoticeReason, NoticeState, QuoteAttachment } from './notice.rules.js';

export interface NoticeRow {
  readonly id: string;
  readonly expiresOn: string;
  readonly before: string;
  readonly dueAt: string;
  readonly state: NoticeState;
  readonly reason: NoticeReason | null;
  readonly quote: QuoteAttachment;
  readonly planVersion: number;
  readonly decidedAt: string | null;
}

const ofLicense = new KeysetPages<NoticeRow, 'DUE_AT', never>({
  name: 'notice.ofLicense',
  columns: `n.id, n.expires_on as "expiresOn", n.before, n.due_at as "dueAt", n.state, n.reason, n.quote,
    n.plan_version as "planVersion", n.decided_at as "decidedAt"`,
  ...{ from: 'notice n', id: 'n.id', filters: {}, parent: 'n.license_id' },
  orders: { DUE_AT: { column: 'n.due_at', type: 'timestamptz' } },
});

/** Every read of notices, for one request. */
export class NoticeReads {
  readonly #ofLicense: PageLoader<NoticeRow, 'DUE_AT', never>;

  constructor(reader: PageReader) {
    this.#ofLicense = new PageLoader(ofLicense, reader);
  }

  /** What comes last stands first, so that the first page has what is still to come. */
  ofLicense(licenseId: string, page: PageArgs): Promise<Page<NoticeRow>> {
    return this.#ofLicense.load(licenseId, { args: page, order: 'DUE_AT', direction: 'DESC' });
  }
}
