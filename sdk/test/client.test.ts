import { describe, expect, test } from '@jest/globals';
import { operation } from '../src/operation.js';
import type { AttemptReport } from '../src/client.js';
import { fault, getDay, json, scriptedFetch, setDay, testClient } from './fakes.js';

const answer = json({ data: { day: '2026-11-02' } });

describe('a call', () => {
  test('sends text and variables as JSON with token, membership and headers of the caller', async () => {
    const { fetch, sent } = scriptedFetch(answer);
    const { client } = testClient(fetch, { membership: 'mbr_1', headers: { 'x-trace': '7' } });
    await expect(client.run(getDay, { zone: 'UTC' })).resolves.toEqual({ day: '2026-11-02' });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe('https://graph.test/graphql');
    expect(sent[0]?.body).toEqual({ query: getDay.text, variables: { zone: 'UTC' } });
    expect(sent[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
      'mainstay-membership': 'mbr_1',
      'x-trace': '7',
    });
  });

  test('sends no authorization without a token', async () => {
    const { fetch, sent } = scriptedFetch(answer);
    await testClient(fetch, { token: undefined }).client.run(getDay, {});
    expect(sent[0]?.headers).not.toHaveProperty('authorization');
  });

  test('takes a query of the caller, typed or as a string', async () => {
    const { fetch, sent } = scriptedFetch(answer);
    const own = operation('  query Mine { day }');
    expect(own).toEqual({ name: 'Mine', text: '  query Mine { day }' });
    expect(operation('# why\nmutation Set { x }').kind).toBe('mutation');
    expect(operation('{ day }')).toEqual({ name: '', text: '{ day }' });
    await testClient(fetch).client.run(own, {});
    expect(sent[0]?.body.query).toBe(own.text);
  });

  test('a mutation after a fragment, or with a comment on its line, still counts as a mutation', () => {
    expect(operation('fragment F on Q { a }\nmutation { b }').kind).toBe('mutation');
    expect(operation('fragment F on Q { a } mutation M { b }').kind).toBe('mutation');
    expect(operation('query Q { mutation }').kind).toBeUndefined();
  });

  test('reports each attempt, with what the service said about its cost', async () => {
    const reports: AttemptReport[] = [];
    const { fetch } = scriptedFetch(
      fault('UNAVAILABLE'),
      json({ data: { day: null }, extensions: { cost: 3 } }),
    );
    await testClient(fetch, { onAttempt: (report) => reports.push(report) }).client.run(getDay, {});
    expect(reports).toMatchObject([
      { operation: 'GetDay', attempt: 1, error: { code: 'UNAVAILABLE' } },
      { operation: 'GetDay', attempt: 2, extensions: { cost: 3 } },
    ]);
    expect(reports[1]?.error).toBeUndefined();
  });
});

describe('a token provider', () => {
  test('is asked for every attempt, and once more after a refusal, with the refused token', async () => {
    const asked: (string | undefined)[] = [];
    const { fetch, sent } = scriptedFetch(fault('UNAUTHENTICATED'), answer);
    const token = (refused?: string): Promise<string> => {
      asked.push(refused);
      return Promise.resolve(refused === undefined ? 'old' : 'new');
    };
    await testClient(fetch, { token }).client.run(getDay, {});
    expect(asked).toEqual([undefined, 'old']);
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer old', 'Bearer new']);
  });

  test('that is refused twice ends the call', async () => {
    const { fetch, sent } = scriptedFetch(fault('UNAUTHENTICATED'));
    const { client } = testClient(fetch, { token: () => 'always the same' });
    await expect(client.run(getDay, {})).rejects.toMatchObject({ name: 'UnauthenticatedError' });
    expect(sent).toHaveLength(2);
  });

  test('renews the token of a mutation too: a refused one was never begun', async () => {
    const { fetch, sent } = scriptedFetch(fault('UNAUTHENTICATED'), json({ data: { daySet: 'x' } }));
    await testClient(fetch, { token: () => 'token' }).client.run(setDay, { input: {} });
    expect(sent).toHaveLength(2);
  });

  test('a fixed token that is refused is not tried again', async () => {
    const { fetch, sent } = scriptedFetch(fault('UNAUTHENTICATED'));
    await expect(testClient(fetch).client.run(getDay, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(sent).toHaveLength(1);
  });
});
