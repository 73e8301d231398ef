import type { CivilDate } from '@mainstay/kernel/values/civil';

export interface Recipient {
  readonly contactId: string;
  /** The address as it is compared. */
  readonly addressKey: string;
  /** False for contacts of the reseller of record, who are told no prices of its customer. */
  readonly own?: boolean;
}

/** One thing that somebody is to be told of: a license whose cover ends, a license that a release is for. */
export interface DueMail<Item> {
  /** Of this thing alone, e.g. `lic_… P30D 2026-03-10`. */
  readonly key: string;
  readonly accountId: string;
  /** The tenant's day on which it is sent. */
  readonly day: CivilDate;
  /** The owner's contacts first, then those of its reseller of record. */
  readonly recipients: readonly Recipient[];
  readonly item: Item;
}

export interface GroupedMail<Item> {
  readonly accountId: string;
  readonly contactId: string;
  readonly day: CivilDate;
  readonly dedupKey: string;
  readonly items: readonly Item[];
}

/**
 * One mail for an account, a day and an address, however many things it tells of (M8). Its key holds the first of
 * them, so that what is claimed later on that day goes in a mail of its own and is not lost.
 */
export function groupMails<Item>(kind: string, due: readonly DueMail<Item>[]): GroupedMail<Item>[] {
  const groups = new Map<string, { first: DueMail<Item>; contactId: string; items: Map<string, Item> }>();
  for (const one of [...due].sort((a, b) => compare(a.key, b.key))) {
    for (const { contactId, addressKey } of one.recipients) {
      const place = JSON.stringify([one.accountId, one.day, addressKey]);
      const group = groups.get(place) ?? { first: one, contactId, items: new Map<string, Item>() };
      groups.set(place, group);
      group.items.set(one.key, one.item);
    }
  }
  return [...groups.values()].map(({ first: { accountId, day, key }, contactId, items }) => ({
    ...{ accountId, contactId, day, items: [...items.values()] },
    dedupKey: [kind, accountId, contactId, day, key].join(' '),
  }));
}

function compare(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0;
}
