import type { LineCode } from './decide-lines.rules.js';

const decided: Readonly<Record<LineCode, string>> = {
  PRODUCT_NOT_FOUND: 'The vendor has no such product.',
  LINE_NOT_FOUND: 'No earlier line of the order sells licenses at that position.',
  LICENSE_NOT_FOUND: 'Whoever it is bought for has no such license.',
  LICENSE_REVOKED: 'A license was revoked, and is not kept by maintenance.',
  PRODUCT_MISMATCH: 'A license, or the line that sells it, is of another product, or counts otherwise.',
  LICENSES_DIFFER: 'Licenses of one line of maintenance are not of one size.',
  LICENSES_NEEDED: 'Maintenance of the product is a contract, and the line names no licenses for it.',
  TOO_MANY_UNITS: 'The line counts more than 100,000 units; the fact `count` says how many.',
  OFFER_NOT_FOUND: "The buyer's price list of today does not sell this.",
};

/** What the codes of lines mean, alike in every mutation that has them. */
export const lineTexts = {
  LINES_INVALID: 'There are no lines, or more than 100.',
  LINE_INVALID: 'A line lacks what its kind needs, says more, or is beyond a limit.',
  decided,
};
