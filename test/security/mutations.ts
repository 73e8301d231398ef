import type { Row } from '@mainstay/demo/world/world';

/** Whoever owns a service's tables, and arranges. */
export interface Owner {
  query(text: string, values: readonly unknown[]): Promise<unknown>;
}

/** How a mutation is tried on one row; each call is another one, so that only its scope can refuse it. */
export interface MutationProbe {
  readonly service: 'licensing' | 'support' | 'billing';
  /** Whose rows it acts on. */
  readonly type: string;
  readonly document: string;
  readonly input: (row: Row, call: number) => Readonly<Record<string, unknown>>;
  /** What it says where the viewer sees no such row. */
  readonly unknown: string;
  /** Makes what the act is tried on, of the same owner as the row, and tells its id: nobody of the cast is to lose its own. */
  readonly arrange?: (owner: Owner, row: Row, call: number) => Promise<string>;
  /** That a row can be had once: each who tries takes another of its own. */
  readonly usesUp?: true;
}

function document(mutation: string): string {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  return `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { userErrors { code } } }`;
}

async function anotherKey(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `another-key-${String(call)}`;
  await owner.query(
    `insert into api_key (vendor_id, id, account_id, reseller_id, name, key_hash, scopes, created_at)
     select vendor_id, $2, account_id, reseller_id, name, encode(sha256(convert_to($2, 'UTF8')), 'hex'), scopes, created_at
     from api_key where id = $1`,
    [id, another],
  );
  return another;
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
  'Mutation.apiKeyCreate': {
    ...{ service: 'licensing', type: 'Account', unknown: 'ACCOUNT_NOT_FOUND' },
    document: document('apiKeyCreate'),
    input: ({ id }) => ({ accountId: id, name: 'A system', scopes: ['licensing:read'] }),
  },
  'Mutation.apiKeyRotate': {
    ...{ service: 'licensing', type: 'ApiKey', unknown: 'API_KEY_NOT_FOUND', arrange: anotherKey },
    document: document('apiKeyRotate'),
    input: ({ id }) => ({ apiKeyId: id }),
  },
  'Mutation.apiKeyRevoke': {
    ...{ service: 'licensing', type: 'ApiKey', unknown: 'API_KEY_NOT_FOUND', arrange: anotherKey },
    document: document('apiKeyRevoke'),
    input: ({ id }) => ({ apiKeyId: id }),
  },
};
