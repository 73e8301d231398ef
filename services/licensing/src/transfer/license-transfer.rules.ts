import type { Refusal } from '@mainstay/kernel/values/refusal';
import { accountFaults, type AccountCode } from '../account/account.rules.js';
import { nameKey } from '../account/name-key.rules.js';

/** To whom licenses go: an account by its id, or a company by its name as somebody writes it. */
export interface TransferCustomer {
  readonly customerId?: string | null | undefined;
  readonly companyName?: string | null | undefined;
  /** Of a company that is made; that of the reseller unless told. */
  readonly country?: string | null | undefined;
}

export interface TransferItem extends TransferCustomer {
  readonly licenseId: string;
}

/** A whole order to one customer, or chosen licenses each to its own (M10). */
export interface TransferAsked extends TransferCustomer {
  readonly orderId?: string | null | undefined;
  readonly licenses?: readonly TransferItem[] | null | undefined;
}

export type TransferCode =
  | 'TRANSFER_UNCLEAR'
  | 'LICENSES_INVALID'
  | 'CUSTOMER_UNCLEAR'
  | AccountCode
  | 'NOTHING_TO_TRANSFER'
  | 'ORDER_TOO_LARGE'
  | 'LICENSE_NOT_FOUND'
  | 'ALREADY_TRANSFERRED'
  | 'ON_CONTRACT'
  | 'CUSTOMER_NOT_FOUND'
  | 'CUSTOMER_AMBIGUOUS';

/** So many licenses go at most in one call. */
export const mostChosen = 100;
export const mostOfOrder = 1_000;

/** A license as it decides whether it can go. */
export interface TransferLicense {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  /** Whether it is still the reseller's own. */
  readonly resellers: boolean;
  /** Whether it is a line of a contract, whose pool and price are its account's. */
  readonly onContract: boolean;
}

export interface TransferFacts {
  /** Every license that whoever acts sees, by id. */
  readonly licenses: ReadonlyMap<string, TransferLicense>;
  /** What is asked, license by license; of an order those that are still its reseller's own, one more than may go. */
  readonly items: readonly TransferItem[];
  /** The reseller of record of each customer that was named by id, where whoever acts sees it as one. */
  readonly customers: ReadonlyMap<string, string | null>;
  /** The customers of a reseller that bear a written name, by `companyKey`. */
  readonly named: ReadonlyMap<string, readonly string[]>;
}

/** Where a license goes: an account that is there, or one that is yet to be made for a reseller. */
export type Destination =
  | { readonly kind: 'KNOWN'; readonly accountId: string }
  | { readonly kind: 'NEW'; readonly key: string; readonly name: string; readonly country: string | null };

export interface PlannedTransfer {
  readonly license: TransferLicense;
  readonly to: Destination;
}

/** A name as it is compared with what somebody writes: in any case, and however many spaces part its words. */
export function writtenKey(companyName: string): string {
  return nameKey(companyName.trim()).replace(/ +/gu, ' ');
}

/** A name written twice is one company of one reseller. */
export function companyKey(resellerId: string | null, companyName: string): string {
  return `${resellerId ?? ''} ${writtenKey(companyName)}`;
}

/** What is wrong with how it is asked, whatever there is. */
export function transferFaults(asked: TransferAsked): Refusal<TransferCode>[] {
  const { orderId = null, licenses = null } = asked;
  if ((orderId === null) === (licenses === null))
    return [
      fault('TRANSFER_UNCLEAR', ['orderId'], 'Name either a whole order or the licenses, and not both.'),
    ];
  if (licenses === null) return customerFaults(asked, []);
  const own: (keyof TransferCustomer)[] = ['customerId', 'companyName', 'country'];
  const outside = own.find((field) => (asked[field] ?? null) !== null);
  if (outside !== undefined)
    return [
      fault(
        'TRANSFER_UNCLEAR',
        [outside],
        'Where licenses are chosen, each names its own customer: say it there.',
      ),
    ];
  if (licenses.length < 1 || licenses.length > mostChosen)
    return [
      fault(
        'LICENSES_INVALID',
        ['licenses'],
        `Choose 1 to ${String(mostChosen)} licenses, or a whole order.`,
      ),
    ];
  return licenses.flatMap((item, index) => {
    const place = ['licenses', String(index)];
    const twice = licenses.findIndex(({ licenseId }) => licenseId === item.licenseId) < index;
    return [
      ...(twice
        ? [fault('LICENSES_INVALID', [...place, 'licenseId'], 'This license is named twice: name it once.')]
        : []),
      ...customerFaults(item, place),
    ];
  });
}

function customerFaults(
  { customerId = null, companyName = null, country = null }: TransferCustomer,
  place: readonly string[],
): Refusal<TransferCode>[] {
  if ((customerId === null) === (companyName === null))
    return [
      fault(
        'CUSTOMER_UNCLEAR',
        [...place, 'companyName'],
        'Name the customer by `customerId` or by `companyName`, and not by both.',
      ),
    ];
  return accountFaults({ name: companyName, country }).map((one) => ({
    ...one,
    field: [...place, one.code === 'NAME_INVALID' ? 'companyName' : 'country'],
  }));
}

/** All of what is asked goes, or nothing (M10): each license with its first fault. */
export function decideTransfer(facts: TransferFacts, asked: TransferAsked): Refusal<TransferCode>[] {
  const { items } = facts;
  const ofOrder = (asked.orderId ?? null) !== null;
  if (items.length === 0)
    return [
      fault(
        'NOTHING_TO_TRANSFER',
        ['orderId'],
        "No license of that order is still its reseller's own. Ask `licenses` for what is where.",
      ),
    ];
  if (ofOrder && items.length > mostOfOrder)
    return [
      fault(
        'ORDER_TOO_LARGE',
        ['orderId'],
        `More than ${String(mostOfOrder)} licenses of it are left: choose them, ${String(mostChosen)} a call.`,
      ),
    ];
  const found = items.flatMap((item, index) => {
    const one = itemFault(facts, item);
    if (one === null) return [];
    return [ofOrder ? ofWholeOrder(one, item) : { ...one, field: ['licenses', String(index), ...one.field] }];
  });
  // It is one customer that all of an order go to: what is wrong with that one is told once.
  const aboutCustomer = found.find(({ code }) => code.startsWith('CUSTOMER_'));
  return ofOrder && aboutCustomer !== undefined ? [aboutCustomer] : found;
}

function ofWholeOrder(one: Refusal<TransferCode>, { licenseId }: TransferItem): Refusal<TransferCode> {
  if (one.field[0] !== 'licenseId') return one;
  return { ...one, field: ['orderId'], facts: { ...one.facts, licenseId } };
}

function itemFault(
  { licenses, customers, named }: TransferFacts,
  { licenseId, customerId = null, companyName = null }: TransferItem,
): Refusal<TransferCode> | null {
  const license = licenses.get(licenseId);
  if (license === undefined)
    return fault('LICENSE_NOT_FOUND', ['licenseId'], 'There is no such license; ask `licenses` for ids.');
  if (!license.resellers)
    return fault(
      'ALREADY_TRANSFERRED',
      ['licenseId'],
      "It belongs to a customer already: only what is still a reseller's own is transferred.",
    );
  if (license.onContract)
    return fault(
      'ON_CONTRACT',
      ['licenseId'],
      'It is a line of a contract, which pays for it and stays. Take it out of the contract first.',
    );
  if (customerId !== null && customers.get(customerId) !== license.resellerId)
    return fault(
      'CUSTOMER_NOT_FOUND',
      ['customerId'],
      "The reseller has no such customer. Ask `accounts` for ids, or write the company's name.",
    );
  const found = companyName === null ? [] : (named.get(companyKey(license.resellerId, companyName)) ?? []);
  if (found.length > 1)
    return {
      ...fault(
        'CUSTOMER_AMBIGUOUS',
        ['companyName'],
        'Several customers bear that name: name the one that is meant by `customerId`.',
      ),
      facts: { customerIds: found.slice(0, 10).join(', ') },
    };
  return null;
}

/** Where each license goes, once nothing speaks against it. */
export function plannedTransfers({ licenses, items, named }: TransferFacts): PlannedTransfer[] {
  return items.flatMap(({ licenseId, customerId = null, companyName = null, country = null }) => {
    const license = licenses.get(licenseId);
    if (license === undefined) return [];
    if (customerId !== null) return [{ license, to: { kind: 'KNOWN', accountId: customerId } as const }];
    const name = (companyName ?? '').trim();
    const key = companyKey(license.resellerId, name);
    const [found] = named.get(key) ?? [];
    const to: Destination =
      found === undefined ? { kind: 'NEW', key, name, country } : { kind: 'KNOWN', accountId: found };
    return [{ license, to }];
  });
}

function fault(code: TransferCode, field: readonly string[], message: string): Refusal<TransferCode> {
  return { code, field: [...field], message };
}
