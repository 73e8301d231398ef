import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createClient,
  ForbiddenError,
  getLicense,
  listLicenses,
  listTenants,
  mayUse,
  type Client,
} from '@mainstay/sdk';
import { buildTestWorld, testDay } from '@mainstay/demo/test-world';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';
import { idsOf, latestInvoiceOf, licensesOf, openTicketsOf } from './visible.js';

const cast = buildTestWorld().cast.filter((role) => role.vendorId !== null);

/** What every persona reads; the same tests hold in one process and in four. */
export function readsWhatItOwns(mode: GraphMode): void {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await openTestGraph(mode);
  });

  afterAll(async () => {
    await graph.stop();
  });

  async function clientOf(name: string): Promise<Client> {
    return createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf(name) });
  }

  describe.each(cast.map((role) => [role.name, role] as const))('%s', (name, role) => {
    test('reads exactly the licenses it may see, page by page', async () => {
      const found: string[] = [];
      for await (const license of listLicenses(await clientOf(name), { first: 100 })) found.push(license.id);
      expect(found).toHaveLength(new Set(found).size);
      expect(found.sort()).toEqual(idsOf(licensesOf(graph.world, role)));
    });

    test('reads what covers them, what is open and what was last paid', async () => {
      const rows = new Map(licensesOf(graph.world, role).map((row) => [String(row['id']), row]));
      const { licenses } = await listLicenses(await clientOf(name), { first: 20, asOf: testDay });
      expect(licenses?.nodes).toHaveLength(Math.min(20, rows.size));
      for (const license of licenses?.nodes ?? []) {
        const row = rows.get(license.id);
        const analyst = name.endsWith('.analyst');
        expect(license.activationCode).toBe(analyst ? null : row?.['activation_code']);
        expect(license.serial).toBe(analyst ? null : row?.['serial']);
        expect(license.tickets?.nodes.map(({ number }) => number)).toEqual(
          openTicketsOf(graph.world, license.id).slice(0, 3),
        );
        expect(license.latestInvoice?.number ?? null).toBe(latestInvoiceOf(graph.world, role, license.id));
        expect(license.entitledVersion.decision.accepted).toBe(row?.['status'] === 'ACTIVE');
      }
    });
  });

  test('a license is found by its code in any writing, and by its serial', async () => {
    const coded = licensesOf(graph.world, roleOf('cronwell.customer'))[0];
    const code = String(coded?.['activation_code']).toLowerCase().replaceAll('-', ' ');
    const byCode = await getLicense(await clientOf('cronwell.customer'), { code });
    expect(byCode.license?.id).toBe(coded?.['id']);
    const keyed = licensesOf(graph.world, roleOf('tubeworks.customer'))[0];
    const bySerial = await getLicense(await clientOf('tubeworks.customer'), {
      serial: String(keyed?.['serial']),
    });
    expect(bySerial.license?.id).toBe(keyed?.['id']);
  });

  test("another vendor's license is as unknown as one that does not exist", async () => {
    const foreign = licensesOf(graph.world, roleOf('deskhaven.customer'))[0];
    const admin = await clientOf('cronwell.admin');
    const unknown = `lic_${'0'.repeat(26)}`;
    for (const id of [String(foreign?.['id']), unknown, 'no id at all'])
      expect(await getLicense(admin, { id })).toEqual({ license: null });
    expect(await getLicense(admin, { code: String(foreign?.['activation_code']) })).toEqual({
      license: null,
    });
  });

  test('a refused version says which rules failed, what they saw and what would help', async () => {
    const lapsed = licensesOf(graph.world, roleOf('cronwell.customer')).find(
      (row) => row['status'] === 'ACTIVE' && String(row['covered_until']) < testDay,
    );
    const { license } = await mayUse(await clientOf('cronwell.customer'), {
      id: String(lapsed?.['id']),
      version: '10.9.0',
    });
    expect(license?.mayUse).toMatchObject({
      accepted: false,
      leading: 'VERSION_AFTER_CUTOFF',
      policyVersion: 1,
    });
    const rule = license?.mayUse.rules.find(({ code }) => code === 'VERSION_AFTER_CUTOFF');
    expect(rule?.facts).toContainEqual({ name: 'coverExpiresOn', value: lapsed?.['covered_until'] });
    expect(license?.mayUse.remedies.map(({ action }) => action)).toContain('RENEW');
  });

  test('an operator sees tenants and nothing inside them', async () => {
    const operator = await clientOf('operator');
    const { tenants } = await listTenants(operator, {});
    expect(tenants?.nodes.map(({ name }) => name).sort()).toEqual([
      'Cartwright',
      'Cronwell',
      'Deskhaven',
      'Tubeworks',
    ]);
    await expect(listLicenses(operator, {})).rejects.toBeInstanceOf(ForbiddenError);
    await expect(listTenants(await clientOf('cronwell.admin'), {})).rejects.toBeInstanceOf(ForbiddenError);
  });

  test('a thousand mixed requests at once each get their own answer', async () => {
    const clients = await Promise.all(
      cast.map(async (role) => ({ role, client: await clientOf(role.name) })),
    );
    const own = new Map(cast.map((role) => [role.name, new Set(idsOf(licensesOf(graph.world, role)))]));
    const asked = Array.from({ length: 1_000 }, (_, index) => clients[(index * 7) % clients.length]);
    const answers = await Promise.all(
      asked.map(async (one) => {
        if (one === undefined) throw new Error('The cast is empty.');
        const { licenses } = await listLicenses(one.client, { first: 3 }, { timeoutMs: 60_000, retries: 8 });
        return { name: one.role.name, ids: licenses?.nodes.map(({ id }) => id) ?? [] };
      }),
    );
    const mixedUp = answers.filter(
      ({ name, ids }) => ids.length !== 3 || ids.some((id) => !own.get(name)?.has(id)),
    );
    expect(mixedUp).toEqual([]);
  });
}

function roleOf(name: string) {
  const role = cast.find((one) => one.name === name);
  if (role === undefined) throw new Error(`Nobody is called ${name}.`);
  return role;
}
