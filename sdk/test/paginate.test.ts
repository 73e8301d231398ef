import { describe, expect, test } from '@jest/globals';
import type { CallOptions, Client } from '../src/client.js';
import { UnavailableError } from '../src/errors.js';
import type { Operation } from '../src/operation.js';
import { paginate } from '../src/paginate.js';
import { listDays, type DayPage, type DayVariables } from './fakes.js';

const days = [1, 2, 3, 4, 5, 6, 7];

/** Answers pages of `days`; a cursor is the position of the day that it stands on. */
function pageOf({ first, after, last, before }: DayVariables): DayPage {
  const from = after == null ? 0 : Number(after) + 1;
  const to = before == null ? days.length : Number(before);
  const start = typeof last === 'number' ? Math.max(from, to - last) : from;
  const end = typeof last === 'number' ? to : Math.min(to, from + (first ?? 3));
  return {
    days: {
      nodes: days.slice(start, end),
      pageInfo: {
        hasPreviousPage: start > 0,
        hasNextPage: end < days.length,
        startCursor: start < end ? String(start) : null,
        endCursor: start < end ? String(end - 1) : null,
      },
    },
  };
}

function countingClient(answer: (variables: DayVariables, options?: CallOptions) => DayPage): {
  client: Client;
  asked: DayVariables[];
} {
  const asked: DayVariables[] = [];
  const client: Client = {
    run: async <Data, Variables>(
      _operation: Operation<Data, Variables>,
      variables: Variables,
      options?: CallOptions,
    ) => {
      asked.push(variables as DayVariables);
      return answer(variables as DayVariables, options) as Data;
    },
  };
  return { client, asked };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('a list', () => {
  test('asks for nothing until it is used', () => {
    const { client, asked } = countingClient(pageOf);
    paginate(client, listDays, {});
    expect(asked).toEqual([]);
  });

  test('awaited gives one page, asked for once', async () => {
    const { client, asked } = countingClient(pageOf);
    const list = paginate(client, listDays, { first: 2 });
    expect((await list).days?.nodes).toEqual([1, 2]);
    await list;
    expect(asked).toEqual([{ first: 2 }]);
  });

  test('forward gives every item once, page by page', async () => {
    const { client, asked } = countingClient(pageOf);
    expect(await all(paginate(client, listDays, { first: 3 }))).toEqual(days);
    expect(asked).toEqual([{ first: 3 }, { first: 3, after: '2' }, { first: 3, after: '5' }]);
  });

  test('backward gives every item once, the last one first', async () => {
    const { client, asked } = countingClient(pageOf);
    expect(await all(paginate(client, listDays, { last: 3 }))).toEqual(days.toReversed());
    expect(asked).toEqual([{ last: 3 }, { last: 3, before: '4' }, { last: 3, before: '1' }]);
  });

  test('goes on from a cursor of the caller', async () => {
    const { client } = countingClient(pageOf);
    expect(await all(paginate(client, listDays, { first: 3, after: '3' }))).toEqual([5, 6, 7]);
    expect(await all(paginate(client, listDays, { last: 2, before: '2' }))).toEqual([2, 1]);
  });

  test('stops asking when the loop is left', async () => {
    const { client, asked } = countingClient(pageOf);
    for await (const day of paginate(client, listDays, { first: 2 })) if (day === 2) break;
    expect(asked).toHaveLength(1);
  });

  test('gives whole pages as well', async () => {
    const { client } = countingClient(pageOf);
    const pages = await all(paginate(client, listDays, { first: 4 }).pages());
    expect(pages.map((page) => page.days?.nodes)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7],
    ]);
  });

  test('that is not there is empty; one without cursors ends after its page', async () => {
    expect(await all(paginate(countingClient(() => ({ days: null })).client, listDays, {}))).toEqual([]);
    const stuck: DayPage = {
      days: {
        nodes: [1],
        pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: null, endCursor: null },
      },
    };
    expect(await all(paginate(countingClient(() => stuck).client, listDays, {}))).toEqual([1]);
  });
});

describe('a list of which a part failed', () => {
  const fault = new UnavailableError({ code: 'UNAVAILABLE', message: 'Later.' });

  test('goes on when the list itself is there', async () => {
    const { client } = countingClient((variables, options) => {
      options?.onFieldErrors?.([fault]);
      return pageOf(variables);
    });
    const met: unknown[] = [];
    const options = { onFieldErrors: (errors: readonly unknown[]) => met.push(...errors) };
    expect(await all(paginate(client, listDays, { first: 4 }, options))).toEqual(days);
    expect(met).toEqual([fault, fault]);
  });

  test('throws when it is missing: it must not look like a list that has ended', async () => {
    const { client } = countingClient((variables, options) => {
      if (variables.after == null) return pageOf(variables);
      options?.onFieldErrors?.([fault]);
      return { days: null };
    });
    const found: number[] = [];
    const read = async (): Promise<void> => {
      const list = paginate(client, listDays, { first: 3 }, { onFieldErrors: () => undefined });
      for await (const day of list) found.push(day);
    };
    await expect(read()).rejects.toBe(fault);
    expect(found).toEqual([1, 2, 3]);
  });

  test('throws without a handler, as any call does', async () => {
    const { client } = countingClient((_variables, options) => {
      if (options?.onFieldErrors === undefined) throw fault;
      return { days: null };
    });
    await expect(all(paginate(client, listDays, {}))).rejects.toBe(fault);
  });
});
