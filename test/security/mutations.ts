import type { Row } from '@mainstay/demo/world/world';

/** How a mutation is tried on one row; each call is another one, so that only its scope can refuse it. */
export interface MutationProbe {
  readonly service: 'licensing' | 'support' | 'billing';
  /** Whose rows it acts on. */
  readonly type: string;
  readonly document: string;
  readonly input: (row: Row, call: number) => Readonly<Record<string, unknown>>;
  /** What it says where the viewer sees no such row. */
  readonly unknown: string;
  /** That a row can be had once: each who tries takes another of its own. */
  readonly usesUp?: true;
}

function document(mutation: string): string {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  return `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { userErrors { code } } }`;
}

/** Every mutation by its element of the matrix, told by hand. */
export const mutationProbes: Readonly<Record<string, MutationProbe>> = {
  'Mutation.contactCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('contactCreate'),
    input: ({ id }, call) => ({
      accountId: id,
      name: 'A person',
      email: `person-${String(call)}@example.com`,
    }),
  },
  'Mutation.contactUpdate': {
    ...{ service: 'licensing', type: 'Contact', unknown: 'CONTACT_NOT_FOUND' },
    document: document('contactUpdate'),
    input: ({ id }, call) => ({ contactId: id, name: `Person ${String(call)}`, reason: 'misspelled' }),
  },
  'Mutation.contactErase': {
    ...{ service: 'licensing', type: 'Contact', unknown: 'CONTACT_NOT_FOUND', usesUp: true },
    document: document('contactErase'),
    input: ({ id }) => ({ contactId: id, reason: 'left the company' }),
  },
  // Tried on whom it names as reseller of record.
  'Mutation.accountCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'RESELLER_NOT_FOUND' },
    document: document('accountCreate'),
    input: ({ id }) => ({ kind: 'CUSTOMER', name: 'A company', country: 'SE', resellerId: id }),
  },
  'Mutation.accountUpdate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('accountUpdate'),
    input: ({ id }, call) => ({ accountId: id, name: `Company ${String(call)}` }),
  },
};
