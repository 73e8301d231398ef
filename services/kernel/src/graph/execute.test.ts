import { describe, expect, test } from '@jest/globals';
import { asked, listening, openTrial, viewer } from '../../../../test/harness/trial-subgraph.js';

describe('who asks', () => {
  test.each([undefined, null])('%s throws, and nothing is read', async (nobody) => {
    const trial = openTrial();
    await expect(trial.service.executor(asked('{ who }', { viewer: nobody as never }))).rejects.toThrow(
      'The subgraph trial was asked without a viewer.',
    );
    expect(trial.viewers).toEqual([]);
  });

  test('reaches the resolvers, each time the one who asks', async () => {
    const { service } = openTrial();
    const request = asked('{ who }');
    const vendors = ['vnd_1', 'vnd_2', 'vnd_1'];
    const answers = await Promise.all(
      vendors.map((vendorId) => service.executor({ ...request, viewer: { ...viewer, vendorId } })),
    );
    expect(answers.map(({ data }) => data?.['who'])).toEqual(vendors);
  });
});

describe('what leaves is masked', () => {
  test('a fault of ours names its reference, and its words stay in the house', async () => {
    const logger = listening();
    const answer = await openTrial(logger).service.executor(asked('{ who bug }'));
    expect(answer).toEqual({
      data: { who: 'vnd_1', bug: null },
      errors: [
        {
          message: 'Something went wrong on our side.',
          path: ['bug'],
          extensions: { code: 'INTERNAL', reference: 'r-1' },
        },
      ],
    });
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]).toContain('"kind":"TypeError","place":"bug"');
    expect(logger.lines[0]).not.toMatch(/secret|10\.0\.0\.7/);
  });

  test('a fault that may be told keeps its words, code and field', async () => {
    const answer = await openTrial().service.executor(asked('{ fault(code: "CONFLICT") }'));
    expect(answer.errors).toEqual([
      {
        message: 'A fault that may be told.',
        path: ['fault'],
        extensions: { code: 'CONFLICT', field: 'code' },
      },
    ]);
  });

  test('a variable that does not fit is not repeated', async () => {
    const request = asked('query ($s: Size) { echo(size: $s) }', { variables: { s: 'whispered' } });
    expect(await openTrial().service.executor(request)).toEqual({
      errors: [
        { message: 'A variable holds what its type does not take.', extensions: { code: 'BAD_USER_INPUT' } },
      ],
    });
  });

  test.each([
    ['that does not fit the schema', '{ whispered }', 'The document does not fit the schema.'],
    ['without its operation', 'query a { who } query b { who }', 'The document holds no such operation.'],
  ])('a document %s is refused without a suggestion', async (_case, text, message) => {
    expect(await openTrial().service.executor(asked(text))).toEqual({
      errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('values are as JSON, so that both ways give the same', async () => {
    const { data } = await openTrial().service.executor(asked('{ thing(id: "1") { made } }'));
    expect(JSON.parse(JSON.stringify(data))).toEqual({ thing: { made: '2026-11-02T10:00:00.000Z' } });
  });
});

describe('a caller that gives up', () => {
  test('tells a read', async () => {
    const trial = openTrial();
    const { signal } = new AbortController();
    const answer = trial.service.executor(asked('{ waits }', { signal }));
    expect(await trial.begun).toBe(signal);
    trial.release();
    await answer;
  });

  test('does not tell a change', async () => {
    const trial = openTrial();
    const answer = trial.service.executor(asked('mutation { change }', { signal: AbortSignal.abort() }));
    expect(await trial.begun).toBeUndefined();
    trial.release();
    expect(await answer).toEqual({ data: { change: 'ended' } });
  });
});
