import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  activateLicense,
  createClient,
  deactivateMachine,
  refreshLicenseFile,
  validateLicense,
} from '@mainstay/sdk';
import { verifyFile } from '@mainstay/sdk/offline';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

interface Presented {
  readonly productId: string;
  readonly code?: string;
  readonly serial?: string;
}

/** A running product asks without a token, in one process and apart. */
export function runningProduct(mode: GraphMode): void {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await openTestGraph(mode);
  });
  afterAll(() => graph.stop());

  const client = () => createClient({ endpoint: graph.house.endpoint, retries: 0 });

  /** A license of the tenant that nobody has activated, with a version that it may run for ever. */
  async function licenseOf(tenant: string): Promise<{ id: string; license: Presented; version: string }> {
    const vendorId = graph.world.cast.find(({ name }) => name === `${tenant}.customer`)?.vendorId ?? '';
    const [row] = await graph.rows<
      Record<'id' | 'product_id' | 'serial' | 'version', string> & { readonly activation_code: string | null }
    >(
      'licensing',
      `with freed as (update activation set deactivated_at = activated_at, ended_by = 'DEACTIVATED'
         where vendor_id = $1 and deactivated_at is null)
       select l.id, l.product_id, l.activation_code, l.serial, (select r.version from release r
         where r.vendor_id = l.vendor_id and r.product_id = l.product_id and not r.prerelease and r.yanked_at is null
           and r.released_at < l.purchased_on order by r.released_at limit 1) as version
       from license l where l.vendor_id = $1 and l.status = 'ACTIVE' and exists (select from release r
         where r.vendor_id = l.vendor_id and r.product_id = l.product_id and not r.prerelease and r.yanked_at is null
           and r.released_at < l.purchased_on) limit 1`,
      [vendorId],
    );
    if (row === undefined) throw new Error(`${tenant} has no such license.`);
    const { id, product_id: productId, activation_code: code, serial, version } = row;
    return { id, version, license: { productId, ...(code === null ? { serial } : { code }) } };
  }

  describe('a running product without a token', () => {
    test.each(['cronwell', 'tubeworks'])(
      'of %s takes a seat, validates, and reads its file offline',
      async (tenant) => {
        const { id, license, version } = await licenseOf(tenant);
        const input = { license, fingerprint: 'this machine' };
        const before = await validateLicense(client(), { input: { ...input, version } });
        expect(before.licenseValidate.validation).toMatchObject({
          valid: false,
          reason: 'MACHINE_NOT_ACTIVATED',
        });
        const activated = await activateLicense(client(), { input: { ...input, version } });
        expect(activated.licenseActivate.userErrors).toEqual([]);
        const { licenseValidate } = await validateLicense(client(), { input: { ...input, version } });
        expect(licenseValidate.validation).toMatchObject({ valid: true, reason: null });
        const refreshed = await refreshLicenseFile(client(), { input });
        const keys = await graph.rows<{ id: string; public_key: string }>(
          'licensing',
          'select id, public_key from signing_key',
        );
        for (const text of [licenseValidate.validation?.file, refreshed.licenseFileIssue.licenseFile?.text])
          expect(
            await verifyFile(text ?? '', {
              keys: Object.fromEntries(keys.map((key) => [key.id, key.public_key])),
              ...{ product: license.productId, fingerprint: 'this machine' },
              today: licenseValidate.validation?.validateBy ?? '',
            }),
          ).toMatchObject({ state: 'VALIDATE_SOON', content: { license: id, sandbox: false } });
      },
    );

    test('gives up its machine by its fingerprint where the plan lets it', async () => {
      const { license } = await licenseOf('tubeworks');
      const input = { license, fingerprint: 'leaving' };
      await activateLicense(client(), { input });
      const { activationEnd } = await deactivateMachine(client(), { input });
      expect(activationEnd).toMatchObject({ activation: { endedBy: 'DEACTIVATED' }, userErrors: [] });
    });

    test('with a code that its product does not know hears so and nothing else, also of another product', async () => {
      const [cronwell, tubeworks] = [await licenseOf('cronwell'), await licenseOf('tubeworks')];
      for (const license of [
        { productId: cronwell.license.productId, code: '00000-00000-00000-00000' },
        { ...cronwell.license, productId: tubeworks.license.productId },
      ]) {
        const input = { license, fingerprint: 'x', version: '1.0.0' };
        const { licenseValidate } = await validateLicense(client(), { input });
        expect(licenseValidate.validation).toMatchObject({
          ...{
            valid: false,
            reasons: ['CODE_UNKNOWN'],
            newestVersion: null,
            file: null,
            coverExpiresOn: null,
          },
        });
      }
    });
  });

  async function statusOf(
    query: string,
    variables: object,
    headers: Record<string, string> = {},
  ): Promise<number> {
    const response = await fetch(graph.house.endpoint, {
      ...{ method: 'POST', body: JSON.stringify({ query, variables }) },
      headers: { 'content-type': 'application/json', ...headers },
    });
    await response.text();
    return response.status;
  }

  describe('without a token 401 answers', () => {
    test('every other document, though it asks the same', async () => {
      const { license } = await licenseOf('cronwell');
      const variables = { input: { license, fingerprint: 'x', version: '1.0.0' } };
      const document =
        'mutation V($input:LicenseValidateInput!){licenseValidate(input:$input){userErrors{code}}}';
      expect(await statusOf(document, variables)).toBe(401);
      expect(await statusOf('{ licenses { totalCount } }', {})).toBe(401);
      expect(await statusOf('not a document', variables)).toBe(401);
    });

    test('a public document that presents nothing, an unknown product, or what is no license', async () => {
      const { ValidateLicenseDocument: public_ } = await import('@mainstay/sdk');
      const ask = { fingerprint: 'x', version: '1.0.0' };
      for (const license of [
        undefined,
        'code',
        {},
        { productId: 'prd_0000000000000000000000000a', code: 'x' },
        { productId: (await licenseOf('cronwell')).license.productId },
        { ...(await licenseOf('cronwell')).license, serial: 's', code: 'c' },
      ])
        expect(await statusOf(public_.text, { input: { ...ask, license } })).toBe(401);
    });

    test('a bad token, also with a public document', async () => {
      const { ValidateLicenseDocument: public_ } = await import('@mainstay/sdk');
      const { license } = await licenseOf('cronwell');
      const variables = { input: { license, fingerprint: 'x', version: '1.0.0' } };
      expect(await statusOf(public_.text, variables, { authorization: 'Bearer nonsense' })).toBe(401);
    });
  });

  test('who guesses codes is told to wait, and so is whoever asks the same too often', async () => {
    const { license } = await licenseOf('cronwell');
    const { ValidateLicenseDocument: public_ } = await import('@mainstay/sdk');
    const guess = (code: string) =>
      statusOf(public_.text, {
        input: { license: { productId: license.productId, code }, fingerprint: 'x', version: '1.0.0' },
      });
    const statuses = [];
    for (let guesses = 0; guesses < 25; guesses += 1) statuses.push(await guess(`guess-${String(guesses)}`));
    expect(statuses).toContain(429);
    // Also with the right one: from where the guesses came nothing is heard for a while.
    expect(await guess(license.code ?? '')).toBe(429);
  });
}
