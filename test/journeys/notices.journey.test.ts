import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import {
  coverCorrect,
  createClient,
  getLicense,
  listMails,
  listNotices,
  releasePublish,
  type Client,
  type ListNoticesItem,
} from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

let graph: TestGraph;
const clients = new Map<string, Client>();

beforeAll(async () => {
  graph = await openTestGraph('one');
  for (const role of ['admin', 'agent', 'analyst', 'customer', 'reseller', 'partner'])
    clients.set(
      role,
      createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf(`cronwell.${role}`) }),
    );
});
afterAll(() => graph.stop());

function as(role: string): Client {
  const client = clients.get(role);
  if (client === undefined) throw new Error(`Nobody asks as ${role}.`);
  return client;
}

/** A license of the customer, covered today by a period of its own that was not renewed ahead. */
function ownLicense(): { readonly licenseId: string; readonly period: Row } {
  const { accountId } = graph.world.cast.find(({ name }) => name === 'cronwell.customer') ?? {};
  const shared = new Set((graph.world.licensing['site_member'] ?? []).map((row) => row['license_id']));
  for (const license of graph.world.licensing['license'] ?? []) {
    if (license['account_id'] !== accountId || license['status'] !== 'ACTIVE' || shared.has(license['id']))
      continue;
    const period = (graph.world.licensing['coverage_period'] ?? []).find(
      (row) =>
        row['subject_id'] === license['id'] &&
        row['expires_on'] === license['covered_until'] &&
        String(row['starts_on']) < '2026-10-01' &&
        String(row['expires_on']) > '2026-12-01',
    );
    if (period !== undefined) return { licenseId: String(license['id']), period };
  }
  throw new Error('The customer has no such license.');
}

async function noticesOf(role: string, licenseId: string): Promise<ListNoticesItem[]> {
  const found: ListNoticesItem[] = [];
  for await (const notice of listNotices(as(role), { licenseId, first: 2 })) found.push(notice);
  return found;
}

describe('the notices of a license', () => {
  test('are seen alike by everybody who sees it, the latest due first', async () => {
    const { licenseId } = ownLicense();
    const seen = await noticesOf('customer', licenseId);
    const known = (graph.world.licensing['notice'] ?? [])
      .filter((row) => row['license_id'] === licenseId)
      .sort((one, other) => (String(one['due_at']) < String(other['due_at']) ? 1 : -1));
    const told = (at: unknown) => (typeof at === 'string' ? at.replace('.000Z', 'Z') : null);
    expect(seen).toMatchObject(
      known.map((row) => ({
        ...{ id: row['id'], expiresOn: row['expires_on'], before: row['before'], state: row['state'] },
        ...{
          dueAt: told(row['due_at']),
          reason: row['reason'],
          quote: row['quote'],
          decidedAt: told(row['decided_at']),
        },
      })),
    );
    expect(seen.map(({ state }) => state)).toEqual(expect.arrayContaining(['PLANNED', 'SENT']));
    for (const role of ['admin', 'agent', 'analyst', 'reseller', 'partner'])
      expect(await noticesOf(role, licenseId)).toEqual(seen);
  });

  test('follow when dates move, from the next answer on', async () => {
    const { licenseId, period } = ownLicense();
    const move = async (expiresOn: string) => {
      const input = { kind: 'MOVE', periodId: String(period['id']), expiresOn, reason: 'put right' } as const;
      const { coverCorrect: done } = await coverCorrect(as('admin'), { input });
      expect(done.userErrors).toEqual([]);
    };
    await move('2027-03-31');
    expect((await noticesOf('customer', licenseId)).filter(({ state }) => state === 'PLANNED')).toMatchObject(
      [
        {
          expiresOn: '2027-03-31',
          before: 'P1M',
          dueAt: '2027-02-28T08:00:00Z',
          reason: null,
          planVersion: 1,
        },
      ],
    );
    await move('2027-08-31');
    const after = await noticesOf('customer', licenseId);
    expect(
      after.filter(({ expiresOn }) => expiresOn >= '2027-03-31').map(({ state, reason }) => [state, reason]),
    ).toEqual(
      expect.arrayContaining([
        ['PLANNED', null],
        ['WITHDRAWN', 'RENEWED'],
      ]),
    );
    const { license } = await getLicense(as('customer'), { id: licenseId });
    expect(license?.coverage.expiresOn).toBe('2027-08-31');
  });
});

describe('the log of mails', () => {
  test('shows an administrator what became of each, and no address', async () => {
    const refused = [];
    for await (const mail of listMails(as('admin'), { first: 5, filter: { state: 'REFUSED' } }))
      refused.push(mail);
    expect(refused.length).toBeGreaterThan(0);
    for (const mail of refused)
      expect(mail).toMatchObject({
        kind: 'NOTICE',
        state: 'REFUSED',
        replyCode: 550,
        fault: 'REFUSED',
        acceptedAt: null,
      });
    expect(JSON.stringify(refused)).not.toContain('@');
  });

  test.each(['agent', 'analyst', 'customer', 'reseller', 'partner'])('is not shown to a %s', async (role) => {
    await expect(listMails(as(role), { first: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

test('a release that is published is announced by the house itself', async () => {
  const productId = String((graph.world.licensing['product'] ?? [])[0]?.['id']);
  const { releasePublish: done } = await releasePublish(as('admin'), {
    input: { productId, version: '9000.0.0' },
  });
  const mails = async () =>
    graph.rows<Row>('licensing', "select state from mail where data->>'releaseId' = $1", [done.release?.id]);
  while ((await mails()).length === 0) await pause(100);
  const kinds = new Set<string>();
  for await (const mail of listMails(as('admin'), { first: 50, filter: { state: 'QUEUED' } }))
    kinds.add(mail.kind);
  expect(kinds).toEqual(new Set(['RELEASE']));
});
