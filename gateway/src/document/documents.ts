import { hash } from 'node:crypto';
import {
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { BoundedCache } from '../bounded-cache.js';
import type { DocumentLimits } from './limits.js';
import { faultsAt, placesOf, type Places } from './places.js';
import { nulMessage, refusal } from './refusal.js';
import { scan } from './scan.js';
import { structureFault } from './structure.js';

/** A text that may be executed, or what is wrong with it. */
export type ReadDocument =
  { readonly document: DocumentNode } | { readonly document: null; readonly errors: readonly GraphQLError[] };

export interface Documents {
  /** `mayLearn`: whether the asker may read the schema, and so be helped with names. */
  read(text: string, mayLearn: boolean): ReadDocument;
  /** The document of a text already read, by the SHA-256 under which Apollo looks for it. */
  byHash(sha256: string): DocumentNode | undefined;
}

const keptDocuments = 1_000;
/** Texts beyond this are read anew each time, so that the cache's bound is one of bytes too. */
const keptTextLength = 20_000;
const reportedErrors = 10;

/**
 * Reads a text once: scan, parse, measure, validate. The same text gives the same document object, which is
 * what plans, completions and compiled operations are remembered by. A faulty text is not remembered: its
 * answer depends on who asks.
 */
export function createDocuments(schema: GraphQLSchema, limits: DocumentLimits): Documents {
  const byText = new BoundedCache<DocumentNode>(keptDocuments);
  const byHash = new BoundedCache<DocumentNode>(keptDocuments);
  return {
    read(text, mayLearn) {
      const known = byText.get(text);
      if (known !== undefined) return { document: known };
      const read = readNew(text, { schema, limits, mayLearn });
      if (read.document !== null) {
        if (text.length <= keptTextLength) byText.set(text, read.document);
        byHash.set(hash('sha256', text, 'hex'), read.document);
      }
      return read;
    },
    byHash: (sha256) => byHash.get(sha256),
  };
}

interface Reading {
  readonly schema: GraphQLSchema;
  readonly limits: DocumentLimits;
  readonly mayLearn: boolean;
}

function readNew(text: string, { schema, limits, mayLearn }: Reading): ReadDocument {
  const scanFault = scan(text, limits);
  if (scanFault !== null) return { document: null, errors: [withoutValues(scanFault)] };
  const document = parsed(text);
  if (document instanceof GraphQLError) return { document: null, errors: [withoutValues(document)] };
  const fault = structureFault(document, limits);
  if (fault !== null) return { document: null, errors: [fault] };
  const errors = validate(schema, document, specifiedRules, {
    maxErrors: reportedErrors,
    hideSuggestions: !mayLearn,
  });
  if (errors.length > 0) {
    const places = placesOf(schema, document);
    return { document: null, errors: errors.flatMap((error) => placed(error, places)) };
  }
  const unstorable = nulFault(text, schema, document);
  if (unstorable !== null) return { document: null, errors: [unstorable] };
  const unknown = operationWithoutRoot(schema, document);
  return unknown === null ? { document } : { document: null, errors: [unknown] };
}

/** A kind of operation that the graph does not have; graphql-js itself notices only when it executes. */
function operationWithoutRoot(schema: GraphQLSchema, document: DocumentNode): GraphQLError | null {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (schema.getRootType(definition.operation)) continue;
    return refusal('The graph has no operations of this kind.', definition);
  }
  return null;
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (fault) {
    if (fault instanceof GraphQLError) return fault;
    throw fault;
  }
}

/** What a syntax error quotes of the text, after a token's kind or a colon; its place is enough to find it. */
const quotedText = /^(Syntax Error: [^]*?(?:\b(?:Name|String|BlockString|Int|Float)|:)) "[^]*"/;

/** U+0000 can be written by its escape alone, since no document may hold the character itself. */
const nulEscape = /\\u(?:0000|\{0+\})/;

/** No database of ours stores it, and there nobody knows any more which argument it came by. */
function nulFault(text: string, schema: GraphQLSchema, document: DocumentNode): GraphQLError | null {
  if (!nulEscape.test(text)) return null;
  for (const [node, { path }] of placesOf(schema, document)) {
    if (node.kind === Kind.STRING && node.value.includes('\0')) return refusal(nulMessage(path), node, path);
  }
  return null;
}

/** An error about a literal, in words of its place: graphql-js would quote what may be somebody's activation code. */
function placed(error: GraphQLError, places: Places): readonly GraphQLError[] {
  const node = error.nodes?.[0];
  if (node?.kind === Kind.VARIABLE_DEFINITION) return [withoutValues(error, node.variable.name.value)];
  if (node === undefined || !(isValue(node.kind) || node.kind === Kind.OBJECT_FIELD))
    return [withoutValues(error)];
  const path = places.get(node)?.path;
  // A scalar of ours says without the value what it expects.
  if (error.extensions['code'] === 'BAD_USER_INPUT')
    return [path === undefined ? error : refusal(`${path}: ${error.message}`, node, path)];
  const faults = faultsAt(places, node).map(({ message, field }) => refusal(message, node, field));
  return faults.length > 0 ? faults : [withoutValues(error)];
}

/** Errors of graphql-js quote what was sent; the place is enough to find it. */
function withoutValues(error: GraphQLError, field?: string): GraphQLError {
  if (error.extensions['code'] === 'BAD_USER_INPUT') return error;
  const node = error.nodes?.[0];
  const quotesValue = node !== undefined && isValue(node.kind);
  const message = quotesValue
    ? 'A value does not have the type that its place asks for.'
    : error.message.replace(quotedText, '$1');
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code: 'BAD_USER_INPUT', ...(field === undefined ? {} : { field }) },
  });
}

const valueKinds = new Set<string>([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

function isValue(kind: string): boolean {
  return valueKinds.has(kind);
}
