import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** A maintenance contract of an account: one period for all its lines. */
export const ContractEntity = defineEntity({
  name: 'Contract',
  tableName: 'contract',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    number: p.text(),
  },
});
export type ContractEntity = InferEntity<typeof ContractEntity>;

/** A license under a contract for `[fromOn, untilOn)`. The yearly price is money: agents have no grant on it. */
export const ContractLineEntity = defineEntity({
  name: 'ContractLine',
  tableName: 'contract_line',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    contractId: p.text(),
    licenseId: p.text(),
    quantity: p.integer(),
    yearlyPriceMinor: p.bigint('number'),
    fromOn: p.date(),
    untilOn: p.date().nullable(),
  },
});
export type ContractLineEntity = InferEntity<typeof ContractLineEntity>;
