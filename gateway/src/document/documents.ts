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
import { refusal } from './refusal.js';
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
  if (errors.length > 0) return { document: null, errors: errors.map(withoutValues) };
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

/** Errors of graphql-js quote literals; a literal may be somebody's activation code, so places must do. */
function withoutValues(error: GraphQLError): GraphQLError {
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
    extensions: { code: 'BAD_USER_INPUT' },
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
