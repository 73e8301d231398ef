import { afterEach, describe, expect, test } from '@jest/globals';
import type { SubgraphRequest } from './executor.js';
import { remoteInternal } from './http-client.js';
import {
  asked,
  clock,
  closeAll,
  listening,
  meshKey,
  openTrial,
  remote,
  serve,
  stranger,
  viewer,
} from '../../../../test/harness/trial-subgraph.js';

afterEach(closeAll);

describe('the same answer in process and over the network', () => {
  const entities =
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Thing { id size made } } }';
  test.each<[string, SubgraphRequest]>([
    ['a field', asked('{ who }')],
    ['the viewer, in letters that no header takes', asked('{ zone }')],
    [
      'variables',
      asked('query ($t: String, $s: Size) { echo(text: $t, size: $s) }', {
        variables: { t: 'ä\n', s: 'LARGE' },
      }),
    ],
    ['a variable that is left out', asked('query ($t: String) { echo(text: $t) }', { variables: {} })],
    ['a variable that is null', asked('query ($t: String) { echo(text: $t) }', { variables: { t: null } })],
    ['values that are not JSON by themselves', asked('{ thing(id: "1") { id size made } }')],
    [
      'entities, one of them unknown',
      asked(entities, { variables: { of: ['1', 'none'].map((id) => ({ __typename: 'Thing', id })) } }),
    ],
    ['one of several operations', asked('query a { who } query b { zone }', { operationName: 'b' })],
    ['no operation of that name', asked('query a { who }', { operationName: 'c' })],
    ['none chosen of several', asked('query a { who } query b { zone }')],
    ['a fault that may be told', asked('{ who fault(code: "CONFLICT") }')],
    ['a fault of ours', asked('{ who bug }')],
    ['a null where none may be', asked('{ who strict }')],
    [
      'a variable that does not fit',
      asked('query ($s: Size) { echo(size: $s) }', { variables: { s: 'HUGE' } }),
    ],
    ['a document that does not fit', asked('{ whom }')],
    ['an introspection', asked('{ __schema { queryType { name } } _service { sdl } }')],
  ])('%s', async (_case, request) => {
    const trial = openTrial();
    const { url } = await serve(trial);
    const over = await remote(url)(request);
    const within = await trial.service.executor(request);
    expect(over).toEqual(JSON.parse(JSON.stringify(within)));
    expect(trial.viewers.every((one) => JSON.stringify(one) === JSON.stringify(viewer))).toBe(true);
  });
});
