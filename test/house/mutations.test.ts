import { describe, expect, test } from '@jest/globals';
import type { GraphQLFieldResolver } from 'graphql';
import { buildBilling } from '@mainstay/billing/subgraph';
import { buildLicensing } from '@mainstay/licensing/subgraph';
import { buildSupport } from '@mainstay/support/subgraph';

/** A request's context of which a mutation may touch one thing alone: what wraps acts. */
function contextThatListens(acts: string[]): object {
  const mutations = {
    act: ({ name, leavesOwnTrail = false }: { readonly name: string; readonly leavesOwnTrail?: boolean }) => {
      // Decision 11: one act has rows that are its trail. Another one is to be decided on first.
      if (leavesOwnTrail && name !== 'licenseValidate')
        throw new Error(`${name} leaves no entry in the trail.`);
      acts.push(name);
      return Promise.resolve({ userErrors: [] });
    },
  };
  return new Proxy(
    { mutations },
    {
      // Reads that the answer needs may be taken out of the context, but are none of them asked before the act.
      get: (target, name) => {
        if (name === 'mutations') return target.mutations;
        // Whoever awaits the context must not take it for a promise.
        if (name === 'then' || typeof name === 'symbol') return undefined;
        return new Proxy(() => undefined, {
          get: () => () => {
            throw new Error(`A mutation touched ${name} beside its act.`);
          },
        });
      },
    },
  );
}

const builds = await Promise.all([buildLicensing(), buildSupport(), buildBilling()]);
const mutations = builds.flatMap(({ name, schema }) =>
  Object.values(schema.getMutationType()?.getFields() ?? {}).map(
    (field) => [`${name}.${field.name}`, field] as const,
  ),
);

describe('every mutation of the schema', () => {
  test('there are some', () => {
    expect(mutations.length).toBeGreaterThan(0);
  });

  test.each(mutations)('%s goes through the wrapper of acts, and through nothing else', async (_, field) => {
    const acts: string[] = [];
    const resolve = field.resolve as GraphQLFieldResolver<unknown, object> | undefined;
    const info = { fieldName: field.name } as never;
    await (resolve?.({}, { input: {} }, contextThatListens(acts), info) as Promise<unknown>);
    expect(acts).toEqual([field.name]);
  });

  test.each(mutations)(
    '%s takes one input with an idempotency key, and answers with user errors',
    (_, field) => {
      expect(field.args.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
        `input: ${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Input!`,
      ]);
      expect(String(field.type)).toBe(`${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Payload!`);
    },
  );
});
