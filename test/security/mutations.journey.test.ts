import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { buildTestWorld } from '@mainstay/demo/test-world';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { askerOf } from './asking.js';
import { readMatrix, type Word } from './matrix.js';
import { mutationProbes, type MutationProbe } from './mutations.js';
import { columnOf, visibleRows, worldRows, type Asker } from './world-rows.js';

const world = buildTestWorld();
const matrix = [...readMatrix()].filter(([element]) => element.startsWith('Mutation.'));

/** Who tries a mutation: everybody of two tenants, and the operator. */
function castOf(element: string): (readonly [string, Asker])[] {
  const tenants = mutationProbes[element]?.tenants ?? ['tubeworks', 'deskhaven'];
  return world.cast
    .filter(({ name }) => name === 'operator' || tenants.includes(name.split('.')[0] ?? ''))
    .map((role) => [role.name, role]);
}

let graph: TestGraph;
let calls = 0;

beforeAll(async () => {
  graph = await openTestGraph('one');
});

afterAll(async () => {
  await graph.stop();
});

/** How many acts and events of theirs there are: what a refusal must not change. Jobs of the house do theirs meanwhile. */
async function trailOf(service: MutationProbe['service']): Promise<string> {
  const [row] = await graph.rows<{ trail: string }>(
    service,
    `with acts as (select xmin from audit_entry where actor_kind <> 'JOB')
     select concat((select count(*) from acts), '/',
       (select count(*) from outbox_event where xmin in (select xmin from acts))) as trail`,
  );
  return row?.trail ?? 'unknown';
}

/** Rows that were had, of mutations that use them up. */
const usedUp = new Set<Row>();

/** One row of the role's own, one of its vendor that is not, and one of another vendor. */
function rowsFor(
  { type, usesUp, among = () => true }: MutationProbe,
  role: Asker,
): Readonly<Record<'own' | 'neighbor' | 'foreign', Row | undefined>> {
  const rows = worldRows(world, type).filter(among);
  const visible = visibleRows(world, role).get(type);
  const seen = (row: Row) => visible?.has(String(row['id'])) === true;
  const own = rows.find((row) => seen(row) && !usedUp.has(row));
  if (usesUp === true && own !== undefined) usedUp.add(own);
  return {
    own,
    neighbor: rows.find((row) => row['vendor_id'] === role.vendorId && !seen(row)),
    foreign: rows.find((row) => row['vendor_id'] !== role.vendorId),
  };
}

async function answerTo(probe: MutationProbe, role: Asker, row: Row): Promise<string> {
  calls += 1;
  const owner = {
    query: (text: string, values: readonly unknown[]) => graph.rows(probe.service, text, values),
  };
  const id = await probe.arrange?.(owner, row, calls);
  const tried = id === undefined ? row : { ...row, id };
  const input = probe.input(tried, calls);
  const { answer } = await (await askerOf(graph, role))(probe.document, { input });
  if (answer.errors !== undefined) return answer.errors.map(({ extensions }) => extensions?.code).join();
  const [payload] = Object.values(answer.data ?? {}) as { userErrors: { code: string }[] }[];
  return payload?.userErrors.map(({ code }) => code).join() ?? 'nothing';
}

/** To an operator, who belongs to none, no tenant is foreign. */
function expectedOf(
  word: Word,
  { whose, role }: { whose: string; role: Asker },
  probe: MutationProbe,
): string {
  if (word === 'refused') return 'FORBIDDEN';
  const sees = whose === 'own' || (word === 'all' && (whose === 'neighbor' || role.vendorId === null));
  return sees ? (probe.seen ?? '') : probe.unknown;
}

test('every mutation of the matrix is tried', () => {
  expect(Object.keys(mutationProbes).sort()).toEqual(matrix.map(([element]) => element).sort());
});

describe.each(matrix)('%s', (element, cells) => {
  test.each(castOf(element))('as %s', async (_, role) => {
    const probe = mutationProbes[element];
    if (probe === undefined) throw new Error(`${element}: nobody wrote down how it is asked.`);
    for (const [whose, row] of Object.entries(rowsFor(probe, role))) {
      if (row === undefined) continue;
      const before = await trailOf(probe.service);
      const expected = expectedOf(cells[columnOf(role)], { whose, role }, probe);
      expect({ whose, answer: await answerTo(probe, role, row) }).toEqual({ whose, answer: expected });
      const after = await trailOf(probe.service);
      if (expected === '') expect(after).not.toBe(before);
      else expect(after).toBe(before);
    }
  });
});
