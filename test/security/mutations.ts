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
};
