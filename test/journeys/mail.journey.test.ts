import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { askerOf, type Variables } from '../security/asking.js';

let graph: TestGraph;

beforeAll(async () => {
  graph = await openTestGraph('one');
});
afterAll(() => graph.stop());

const document = `query ($template: MailTemplate!, $accountId: ID) {
  mailPreview(template: $template, accountId: $accountId) { subject html text } }`;

async function preview(name: string, variables: Variables) {
  const role = graph.world.cast.find((one) => one.name === name);
  if (role === undefined) throw new Error(`Nobody in the demo is called ${name}.`);
  const ask = await askerOf(graph, role);
  return (await ask(document, variables)).answer;
}

function accountOf(persona: string) {
  const role = graph.world.cast.find(({ name }) => name === persona);
  return graph.world.licensing['account']?.find(({ id }) => id === role?.accountId);
}

describe('how a mail will read', () => {
  test.each([
    ['NOTICE', 'Maintenance of 2 licenses ends'],
    ['RELEASE_ANNOUNCED', 'is released'],
    ['ACTIVATION', 'Your 2 licenses'],
    ['PURCHASE', 'Maintenance that you bought'],
  ])(
    '%s is seen by an administrator, with the name of an account of the vendor',
    async (template, subject) => {
      const account = accountOf('tubeworks.customer');
      const { data, errors } = await preview('tubeworks.admin', { template, accountId: account?.['id'] });
      expect(errors).toBeUndefined();
      const letter = data?.['mailPreview'] as Readonly<Record<string, string>>;
      expect(letter['subject']).toContain(subject);
      for (const form of ['text', 'html']) expect(letter[form]).toContain(String(account?.['name']));
    },
  );

  test.each([{}, { accountId: null }])('needs no account: %j', async (more) => {
    const { data, errors } = await preview('tubeworks.admin', { template: 'NOTICE', ...more });
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('Sample Account');
  });

  test('of an account of another vendor is not there', async () => {
    const accountId = accountOf('cronwell.customer')?.['id'];
    const answer = await preview('tubeworks.admin', { template: 'NOTICE', accountId });
    expect(answer).toMatchObject({ data: { mailPreview: null } });
    expect(answer.errors).toBeUndefined();
  });

  test.each(['agent', 'analyst', 'reseller', 'customer', 'partner'])('is not shown to a %s', async (role) => {
    const { data, errors = [] } = await preview(`tubeworks.${role}`, { template: 'NOTICE' });
    expect([data, errors.map(({ extensions }) => extensions?.code)]).toEqual([
      { mailPreview: null },
      ['FORBIDDEN'],
    ]);
  });
});
