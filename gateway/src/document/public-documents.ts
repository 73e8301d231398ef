import { hash } from 'node:crypto';

/** A document that may be sent without a token, known by the hash of its text before anything reads it. */
export interface PublicDocument {
  readonly name: string;
  /** SHA-256 of its text, in hex. */
  readonly hash: string;
  /** Where its variables name what stands for a credential. */
  readonly presented: readonly string[];
}

/** What is presented, or null: then it is asked for by nobody. */
export type PresentedIn = (
  body: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>> | null;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function createPresentedIn(documents: readonly PublicDocument[]): PresentedIn {
  const byHash = new Map(documents.map((document) => [document.hash, document]));
  return ({ query, variables }) => {
    if (typeof query !== 'string') return null;
    const document = byHash.get(hash('sha256', query, 'hex'));
    let value: unknown = variables;
    for (const name of document?.presented ?? []) {
      value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }
    return document !== undefined && isObject(value) ? value : null;
  };
}
