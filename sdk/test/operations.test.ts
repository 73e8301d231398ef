import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate, Kind, type OperationDefinitionNode } from 'graphql';
import * as sdk from '../src/index.js';
import type { Client } from '../src/client.js';
import type { Operation } from '../src/operation.js';

const root = new URL('../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('schema.graphql', root), 'utf8'));

const operations = readdirSync(new URL('operations/', root))
  .flatMap((name) => parse(readFileSync(new URL(`operations/${name}`, root), 'utf8')).definitions)
  .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
  .map((node) => node.name?.value ?? '');

const generated = sdk as unknown as Record<string, unknown>;
const documents = Object.entries(generated).filter(([name]) => name.endsWith('Document'));

describe('every operation', () => {
  test('of sdk/operations is generated, and nothing else', () => {
    expect(documents.map(([name]) => name).sort()).toEqual(
      operations.map((name) => `${name}Document`).sort(),
    );
  });

  test.each(documents)('%s is valid against the published schema', (_name, document) => {
    const { text } = document as Operation<unknown, unknown>;
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  test.each(operations)('%s has a function that sends its document', async (name) => {
    const sent: unknown[] = [];
    const client = {
      run: (operation: unknown) => {
        sent.push(operation);
        return Promise.resolve({});
      },
    } as Client;
    const call = generated[name.charAt(0).toLowerCase() + name.slice(1)] as (
      client: Client,
      variables: object,
    ) => PromiseLike<unknown>;
    await call(client, {});
    expect(sent).toEqual([generated[`${name}Document`]]);
  });
});
