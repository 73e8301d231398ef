import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createExecutor } from '@mainstay/kernel/graph/execute';
import { serveSubgraph, type ServedSubgraph } from '@mainstay/kernel/graph/http';
import type { Running } from '@mainstay/kernel/graph/process';
import { ask, resolveByHash } from '../../test/gateway/harness.js';
import { createWorld, schemas, supergraph } from '../../test/gateway/subgraphs.js';
import { silent } from '../../test/harness/trial-subgraph.js';
import { readGatewayConfig } from './config.js';
import type { Credential } from './identity/credential.js';
import { startGateway } from './start-gateway.js';

const meshKey = 'a key of this test alone, long enough';
const clock = () => '2026-11-02T10:00:00.000Z';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Apart {
  readonly gateway: Running;
  readonly served: ReadonlyMap<string, ServedSubgraph>;
}

/** The small subgraphs of the gateway's tests, each behind its own port, and a gateway that only knows their URLs. */
async function openApart(resolveViewer: (body: unknown) => Promise<unknown>): Promise<Apart> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  closing.push(() => rm(folder, { recursive: true }));
  const served = new Map<string, ServedSubgraph>();
  for (const [name, schema] of Object.entries(schemas(createWorld()))) {
    const context = ({ viewer, signal }: { viewer: object; signal?: AbortSignal | undefined }) => ({
      viewer,
      signal,
    });
    const executor = createExecutor({ name, schema, context, logger: silent() });
    const nothing = () => Promise.resolve();
    const one = await serveSubgraph(
      { name, schema, executor, ready: nothing, stop: nothing },
      { port: 0, meshKey, clock, logger: silent(), internal: { resolveViewer } },
    );
    served.set(name, one);
    closing.push(one.stop);
  }
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraph());
  const jwks = join(folder, 'jwks.json');
  await writeFile(jwks, '{"keys":[]}');
  const urls = [...served].map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url]);
  const gateway = await startGateway({
    env: {
      ...(Object.fromEntries(urls) as Record<string, string>),
      GATEWAY_PORT: '0',
      GATEWAY_ISSUER: 'https://issuer.invalid',
      GATEWAY_JWKS: jwks,
      MAINSTAY_MESH_KEY: meshKey,
      MAINSTAY_LOG_LEVEL: 'silent',
    },
    clock,
    supergraphFile: pathToFileURL(supergraphFile),
    explorerFolder: pathToFileURL(folder),
    viewersFrom: 'things',
  });
  closing.push(() => gateway.stop());
  return { gateway, served };
}

const resolve = (body: unknown) => resolveByHash(body as Credential);
const joined = '{ whoThings thing(id: "t1") { name vendor note { text } } }';

describe('a gateway in a process of its own', () => {
  test('has the explorer, which waits for its bundle', async () => {
    const { gateway } = await openApart(resolve);
    expect((await fetch(new URL('/explorer', gateway.url))).status).toBe(503);
  });

  test('joins what the other processes answer, each for the one who asks', async () => {
    const { gateway } = await openApart(resolve);
    const vendors = Array.from({ length: 60 }, (_, index) => `v${index % 5}`);
    const answers = await Promise.all(vendors.map((vendor) => ask(gateway.url, joined, { vendor })));
    for (const [index, { data, errors }] of answers.entries()) {
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        whoThings: vendors[index],
        thing: { name: 'name of t1', vendor: vendors[index], note: { text: 'note on t1' } },
      });
    }
  });

  test('is ready when the others are, and says of one that is gone no more than that', async () => {
    const { gateway, served } = await openApart(resolve);
    const readyUrl = new URL('/ready', gateway.url);
    expect((await fetch(readyUrl)).status).toBe(200);
    await served.get('notes')?.stop();
    expect((await fetch(readyUrl)).status).toBe(503);
    const { data, errors, text } = await ask(gateway.url, '{ thing(id: "t1") { name note { text } } }');
    expect(data).toEqual({ thing: { name: 'name of t1', note: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['thing', 'note'], 'UNAVAILABLE'],
    ]);
    expect(text).not.toContain('127.0.0.1');
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['no resolution', { kind: 'viewer' }],
    ['half a viewer', { kind: 'viewer', viewer: { role: 'VENDOR_ADMIN' }, cacheable: true, clock: 'REAL' }],
  ])('hears %s about who asks: nobody is let in', async (_case, answer) => {
    const { gateway } = await openApart(() => Promise.resolve(answer));
    const { status, data, errors } = await ask(gateway.url, '{ whoThings }');
    expect([status, data, errors?.[0]?.extensions['code']]).toEqual([503, undefined, 'UNAVAILABLE']);
  });
});

test('a subgraph without its URL is named', () => {
  const env = { GATEWAY_PORT: '4000', GATEWAY_JWKS: 'ftp://keys', GATEWAY_ISSUER: 'https://issuer.invalid' };
  expect(() => readGatewayConfig(['things', 'notes'], { ...env, NOTES_URL: 'http://notes/graphql' })).toThrow(
    [
      'The configuration cannot be used:',
      "  GATEWAY_JWKS is not usable: expected is the issuer's public keys: an https URL, or the path of a JSON file",
      '  MAINSTAY_MESH_KEY is missing: expected is a random text of at least 32 characters, the same in every process',
      '  THINGS_URL is missing: expected is an http(s) URL without a path, such as http://127.0.0.1:4001',
      '  NOTES_URL is not usable: expected is an http(s) URL without a path, such as http://127.0.0.1:4001',
    ].join('\n'),
  );
});
