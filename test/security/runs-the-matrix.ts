import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildTestWorld } from '@mainstay/demo/test-world';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';
import { argumentFault } from './arguments.js';
import { askerOf, observe, type Ask } from './asking.js';
import { isArgument, readMatrix } from './matrix.js';
import type { Observed } from './observed.js';
import { survey } from './survey.js';
import { departuresOf, isOutputField } from './verdicts.js';
import { columnOf, hiddenTexts, visibleRows } from './world-rows.js';

const world = buildTestWorld();
const matrix = readMatrix();
/** Whose casts ask; the plans and keys of the others have what theirs lack. */
const vendors = ['cronwell', 'deskhaven'];
const read = [...vendors, 'tubeworks', 'cartwright'];

/** The matrix, row by row, with two vendors' data; the same holds in one process and in four. */
export function runsTheMatrix(mode: GraphMode): void {
  let graph: TestGraph;
  const wholes = new Map<string, Observed>();

  beforeAll(async () => {
    graph = await openTestGraph(mode);
    for (const vendor of read) {
      const { observed } = await observe(
        await askerOf(graph, { name: `${vendor}.admin` }),
        vendors.includes(vendor),
      );
      wholes.set(vendor, observed);
    }
    // Whole tenants are read: on a busy machine that takes longer than a test does.
  }, 300_000);

  afterAll(async () => {
    await graph.stop();
  });

  test('every field that an administrator may read is read somewhere', () => {
    const readable = [...matrix].filter(([, { ADMIN }]) => ADMIN === 'all' || ADMIN === 'own');
    const unseen = readable
      .map(([element]) => element)
      .filter((element) => isOutputField(element))
      .filter((element) =>
        [...wholes.values()].every(({ fields }) => (fields.get(element)?.others ?? 0) === 0),
      );
    expect(unseen).toEqual([]);
  });

  const cast = world.cast.filter(
    ({ name }) => name === 'operator' || vendors.includes(name.split('.')[0] ?? ''),
  );

  /** Cursors that another vendor's administrator was given. */
  async function foreignCursorsOf(vendor: string): Promise<Map<string, string>> {
    const other = vendors.find((name) => name !== vendor) ?? vendor;
    const ask = await askerOf(graph, { name: `${other}.admin` });
    const cursors = new Map<string, string>();
    for (const root of ['accounts', 'licenses', 'products', 'tickets', 'invoices', 'quotes']) {
      const { answer } = await ask(`{ ${root}(first: 1) { pageInfo { endCursor } } }`);
      const page = answer.data?.[root] as { pageInfo: { endCursor: string } };
      cursors.set(root, page.pageInfo.endCursor);
    }
    return cursors;
  }

  describe.each(cast.map((role) => [role.name, role] as const))('%s', (name, role) => {
    test('gets of every field what the matrix says, and reads nothing that tells of a row of others', async () => {
      const { observed, texts } = await observe(await askerOf(graph, role));
      const [vendor = ''] = name.split('.');
      const admin = world.cast.find((one) => one.name === `${vendor}.admin`) ?? role;
      const departures = departuresOf(matrix, {
        world,
        column: columnOf(role),
        observed,
        whole: wholes.get(vendor) ?? observed,
        visible: visibleRows(world, role),
        ofVendor: visibleRows(world, admin),
      });
      expect(departures).toEqual([]);
      const told = texts.join('\n');
      expect([...hiddenTexts(world, role)].filter((text) => told.includes(text))).toEqual([]);
    });

    test('gets by every argument what the matrix says, and counts nothing of others', async () => {
      const [vendor = ''] = name.split('.');
      const prober = {
        ...{ world, role },
        ask: await askerOf(graph, role),
        foreignCursors: await foreignCursorsOf(vendor),
      };
      const faults: string[] = [];
      for (const [element, row] of matrix) {
        if (!isArgument(element)) continue;
        const fault = await argumentFault(element, row[columnOf(role)], prober);
        if (fault !== null) faults.push(fault);
      }
      expect(faults).toEqual([]);
    });
  });

  test('a thousand mixed questions at once are answered as they are one after the other', async () => {
    const asks = await Promise.all(cast.map(async (role) => ({ role, ask: await askerOf(graph, role) })));
    const ways = asks.flatMap(({ role, ask }) =>
      survey.map((question) => ({
        name: `${role.name} asks ${question.document}`,
        ask: () => ask(question.document, question.pages === null ? {} : { first: 3, after: null }),
      })),
    );
    const alone = new Map<string, string>();
    for (const { name, ask } of ways) alone.set(name, told(await ask()));
    const mixed = Array.from({ length: 1_000 }, (_, index) => ways[(index * 37) % ways.length]);
    const answers = await Promise.all(
      mixed.map(async (way) => (way === undefined ? null : { name: way.name, told: await inTime(way.ask) })),
    );
    const mixedUp = answers.filter((answer) => answer === null || answer.told !== alone.get(answer.name));
    expect(mixedUp).toEqual([]);
    expect(new Set(alone.values()).size).toBeGreaterThan(cast.length);
  });
}

/** A crowd is late on a slow machine, and says so; what is late is asked again, as the SDK does. */
async function inTime(ask: () => ReturnType<Ask>): Promise<string> {
  for (;;) {
    const answer = await ask();
    const late = answer.answer.errors?.some(({ extensions }) => extensions?.code === 'UNAVAILABLE') ?? false;
    if (!late) return told(answer);
  }
}

/** What an answer tells, without the reference ids of its errors, and without the instant: four processes have the real one. */
function told({ answer: { data, errors } }: Awaited<ReturnType<Ask>>): string {
  const text = JSON.stringify({ data, codes: errors?.map(({ extensions }) => extensions?.code) });
  return text.replaceAll(/"now":"[^"]+"/gu, '"now":"an instant"');
}
