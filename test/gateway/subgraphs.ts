import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@theguild/federation-composition';
import { parse, type GraphQLSchema } from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { SubgraphRequest } from '@mainstay/kernel/graph/executor';

/**
 * Small subgraphs that never ship. `things` owns an entity, `notes` adds fields to it, and `acts` has the one
 * mutation and the slow fields on which cancellation is shown.
 */
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n`;

export const typeDefs = {
  things: `${link}
    type Query {
      things(first: Int, last: Int): ThingConnection
      thing(id: ID!): Thing
      node(id: ID!): Node
      anything(id: ID!): Anything
      strict: [Thing!]
      hole: Thing
      whoThings: String
      count(of: Int): Int
      many(of: [Int]): Int
      search(filter: ThingFilter): [String!]
      sorted(by: ThingOrder, then: [ThingOrder!]): String
      fault(code: String!): String
    }
    input ThingFilter { kind: Kind kinds: [Kind!] size: Int on: Date }
    input ThingOrder { field: Kind! direction: Direction! }
    enum Direction { ASC DESC }
    scalar Date
    enum Kind { LARGE SMALL }
    interface Node { id: ID! }
    union Anything = Thing | Owner
    type ThingConnection { nodes: [Thing!]! totalCount: Int! }
    type Thing implements Node @key(fields: "id") { id: ID! name: String! kind: Kind! tags: [String!]! owner: Owner must: String! }
    type Owner implements Node @key(fields: "id") { id: ID! name: String! things(first: Int): ThingConnection }
  `,
  notes: `${link}
    type Query { whoNotes: String firstNote: Note }
    type Thing @key(fields: "id") { id: ID! note: Note vendor: String latest(first: Int): NoteConnection strictNote: Note! }
    type NoteConnection { nodes: [Note!]! }
    type Note { text: String! thing: Thing }
  `,
  acts: `${link}
    type Query { slow: String quick: String }
    type Mutation { store(text: String!): String storeSlowly(text: String!): String }
  `,
} as const;

export type SubgraphName = keyof typeof typeDefs;

/** What a resolver of these subgraphs sees of a request. */
export interface TestContext {
  readonly viewer: SubgraphRequest['viewer'];
  readonly signal: AbortSignal | undefined;
}

/** What the subgraphs do, changed by a test through `world`. */
export interface World {
  readonly stored: string[];
  readonly signals: { field: string; signal: AbortSignal | undefined }[];
  /** Called when a slow field or mutation has begun. */
  begun: (field: string) => void;
  /** Lets a slow mutation end. */
  released: Promise<void>;
}

export function createWorld(): World {
  return { stored: [], signals: [], begun: () => undefined, released: Promise.resolve() };
}

interface ThingRow {
  readonly id: string;
}
const ids = ['t1', 't2', 't3'];
const thing = (id: string) => ({ __typename: 'Thing', id });

export function schemas(world: World): Record<SubgraphName, GraphQLSchema> {
  const resolvers = { things: thingsResolvers(), notes: notesResolvers(), acts: actsResolvers(world) };
  const build = (name: SubgraphName) =>
    buildSubgraphSchema([{ typeDefs: parse(typeDefs[name]), resolvers: resolvers[name] }]);
  return { things: build('things'), notes: build('notes'), acts: build('acts') };
}

function thingsResolvers() {
  return {
    Query: {
      things: (_: unknown, { first }: { first?: number }) => ({
        nodes: ids.slice(0, first ?? 20).map(thing),
      }),
      thing: (_: unknown, { id }: { id: string }) => (ids.includes(id) ? thing(id) : null),
      node: (_: unknown, { id }: { id: string }) => (id === 'o1' ? { __typename: 'Owner', id } : thing(id)),
      anything: (_: unknown, { id }: { id: string }) =>
        id === 'o1' ? { __typename: 'Owner', id } : thing(id),
      strict: () => ids.map(thing),
      hole: () => thing('t3'),
      whoThings: async (_: unknown, __: unknown, { viewer }: TestContext) => {
        await turns();
        return viewer.vendorId;
      },
      count: (_: unknown, { of }: { of?: number }) => of ?? 0,
      search: () => ['found'],
      fault: (_: unknown, { code }: { code: string }) => {
        if (code === 'bug') throw new TypeError('select secret from license at 10.0.0.7:5432');
        throw new UserFault(code as 'CONFLICT', 'A fault that may be told.', { field: 'code' });
      },
    },
    Thing: {
      __resolveReference: ({ id }: ThingRow) => thing(id),
      name: ({ id }: ThingRow) => `name of ${id}`,
      kind: () => 'LARGE',
      tags: () => ['a', 'b'],
      owner: () => ({ __typename: 'Owner', id: 'o1' }),
      must: ({ id }: ThingRow) => {
        if (id === 't2') throw new UserFault('CONFLICT', 'This one cannot.');
        return 'must';
      },
    },
    ThingConnection: { totalCount: () => ids.length },
    Owner: {
      __resolveReference: ({ id }: ThingRow) => ({ __typename: 'Owner', id }),
      name: () => 'the owner',
      things: (_: unknown, { first }: { first?: number }) => ({
        nodes: ids.slice(0, first ?? 20).map(thing),
      }),
    },
  };
}

function notesResolvers() {
  const note = (id: string) => ({ text: `note on ${id}`, thing: { __typename: 'Thing', id } });
  return {
    Query: {
      whoNotes: async (_: unknown, __: unknown, { viewer }: TestContext) => {
        await turns();
        return viewer.vendorId;
      },
      firstNote: () => note('t1'),
    },
    Thing: {
      __resolveReference: ({ id }: ThingRow) => ({ id }),
      note: ({ id }: ThingRow) => note(id),
      latest: ({ id }: ThingRow) => ({ nodes: [note(id)] }),
      strictNote: ({ id }: ThingRow) => (id === 't3' ? null : note(id)),
      vendor: async (_: ThingRow, __: unknown, { viewer }: TestContext) => {
        await turns();
        return viewer.vendorId;
      },
    },
  };
}

function actsResolvers(world: World) {
  const waiting = (field: string, signal: AbortSignal | undefined) => {
    world.signals.push({ field, signal });
    world.begun(field);
  };
  return {
    Query: {
      slow: (_: unknown, __: unknown, { signal }: TestContext) => {
        waiting('slow', signal);
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        });
      },
      quick: () => 'quick',
    },
    Mutation: {
      store: (_: unknown, { text }: { text: string }) => {
        world.stored.push(text);
        return text;
      },
      storeSlowly: async (_: unknown, { text }: { text: string }, { signal }: TestContext) => {
        waiting('storeSlowly', signal);
        await world.released;
        world.stored.push(text);
        return text;
      },
    },
  };
}

/** A few turns of the loop, not always as many, so that parallel requests overtake each other. */
async function turns(): Promise<void> {
  for (let left = Math.floor(Math.random() * 5); left > 0; left--) await nextTurn();
}

export function supergraph(): string {
  const result = composeServices(
    Object.entries(typeDefs).map(([name, sdl]) => ({
      name,
      typeDefs: parse(sdl),
      url: 'http://subgraph.invalid',
    })),
  );
  if (result.supergraphSdl === undefined)
    throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}
