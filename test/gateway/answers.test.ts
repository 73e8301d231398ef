import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, openHouse, type House } from './harness.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house.gateway.stop();
});

describe('answers from several subgraphs', () => {
  it('joins the fields of an entity, in the order asked for', async () => {
    const answer = await ask(
      house.gateway.url,
      '{ things(first: 2) { nodes { note { text } id latest(first: 1) { nodes { text } } name } totalCount } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toBe(
      JSON.stringify({
        things: {
          nodes: ['t1', 't2'].map((id) => ({
            note: { text: `note on ${id}` },
            id,
            latest: { nodes: [{ text: `note on ${id}` }] },
            name: `name of ${id}`,
          })),
          totalCount: 3,
        },
      }),
    );
  });
});
