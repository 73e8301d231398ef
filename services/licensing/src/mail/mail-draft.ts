import type { CivilDate } from '@mainstay/kernel/values/civil';

/** Maintenance of these licenses ends (M8). */
export interface NoticeData {
  readonly licenses: readonly {
    readonly licenseId: string;
    /** The first day without cover, as it was when the notice was claimed. */
    readonly endsOn: CivilDate;
  }[];
  /** Keys of quotes that are on their way; it goes once all are there, or were not to be had, or too late. */
  readonly waitsFor?: readonly string[];
  readonly quotes?: readonly MailedQuote[];
}

/** A quote as a mail tells of it. */
export interface MailedQuote {
  readonly number: string;
  readonly totalMinor: number;
  readonly currency: string;
  /** The last day on which it holds. */
  readonly validThrough: CivilDate;
}

/** A release of a product that these licenses run (M11). */
export interface ReleaseAnnouncedData {
  readonly releaseId: string;
  readonly licenses: readonly {
    readonly licenseId: string;
    /** Whether the license may run it. */
    readonly entitled: boolean;
  }[];
}

/** Licenses that were bought, to be activated. */
export interface ActivationData {
  readonly licenseIds: readonly string[];
}

/** Maintenance that was bought: packs to associate, and periods that cover already. */
export interface PurchaseData {
  readonly codeIds: readonly string[];
  readonly periodIds: readonly string[];
}

/** A template with what it is filled from: ids, days and words, never a name, an address or a code. */
export type MailContent =
  | { readonly template: 'notice'; readonly data: NoticeData }
  | { readonly template: 'activation'; readonly data: ActivationData }
  | { readonly template: 'purchase'; readonly data: PurchaseData }
  | { readonly template: 'release-announced'; readonly data: ReleaseAnnouncedData };

/** A mail to be sent, as acts and jobs ask for it. */
export type MailDraft = MailContent & {
  /** What it is about, for whoever looks for it later. */
  readonly kind: 'NOTICE' | 'RELEASE' | 'ACTIVATION' | 'PURCHASE';
  /** Whose matter it is; the contact is one of it or of its reseller of record. */
  readonly accountId: string;
  readonly contactId: string;
  /** Of all mails with one key the first is sent, and no other. */
  readonly dedupKey: string;
  /** When it fell due by the tenant's clock, ISO 8601. */
  readonly dueAt: string;
};

/** What a mail is written from: its content, as whose it reads, and whom it goes to. */
export type MailRow = MailContent & {
  readonly vendor: string;
  readonly zone: string;
  readonly account: string;
  readonly contact: string | null;
  readonly address: string | null;
};
