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
  /** What it says where the viewer sees the row, if it is not done even then: what stands in the way is no scope. */
  readonly seen?: string;
  /** What it says where the viewer sees no such row. */
  readonly unknown: string;
  /** Makes what the act is tried on, of the same owner as the row, and tells its id: nobody of the cast is to lose its own. */
  readonly arrange?: (owner: Owner, row: Row, call: number) => Promise<string>;
  /** Whose cast tries it, where others have no such rows; two tenants unless told. */
  readonly tenants?: readonly string[];
  /** On which rows alone it can be done. */
  readonly among?: (row: Row) => boolean;
  /** That a row can be had once: each who tries takes another of its own. */
  readonly usesUp?: true;
}

export function document(mutation: string): string {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  return `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { userErrors { code } } }`;
}
