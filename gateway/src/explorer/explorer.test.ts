import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asset } from './assets.js';
import { createExplorer } from './explorer.js';

const script = 'main-ABCD1234.js';
const style = 'main-EFGH5678.css';
const manifest = {
  inputs: 'x',
  script,
  style,
  preload: [],
  workers: { editor: 'editor.worker-AAAAAAAA.js', graphql: script, json: script },
  files: {
    [script]: { encodings: ['br', 'gzip'] },
    [style]: { encodings: [] },
    'font-AAAAAAAA.ttf': { encodings: [] },
  },
};

let parent: string;
let folder: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'explorer-'));
  folder = await mkdtemp(join(parent, 'page-'));
  await writeFile(join(parent, 'secret-AAAAAAAA.js'), 'secret');
  await writeFile(join(folder, 'unlisted-AAAAAAAA.js'), 'unlisted');
  await writeFile(join(folder, script), 'plain');
  await writeFile(join(folder, `${script}.br`), 'brotli');
  await writeFile(join(folder, `${script}.gzip`), 'gzip');
  await writeFile(join(folder, style), 'style');
  await writeFile(join(folder, 'font-AAAAAAAA.ttf'), 'font');
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
});

afterAll(() => rm(parent, { recursive: true, force: true }));

async function load(path: string, accepted?: string): Promise<Asset | null> {
  return createExplorer({ folder })(path, accepted === undefined ? {} : { 'accept-encoding': accepted });
}

async function loaded(path: string, accepted?: string): Promise<Asset> {
  const asset = await load(path, accepted);
  if (asset === null) throw new Error(`${path} is not served`);
  return asset;
}

describe('the page', () => {
  test.each(['/explorer', '/explorer/'])(
    'is at %s, is never kept, and names hashed files alone',
    async (path) => {
      const { body, contentType, headers, status } = await loaded(path);
      expect(status ?? 200).toBe(200);
      expect(contentType).toBe('text/html; charset=utf-8');
      expect(headers?.['cache-control']).toBeUndefined();
      expect(body).toContain(`src="/explorer/assets/${script}"`);
      expect(body).toContain(`href="/explorer/assets/${style}"`);
    },
  );

  test('lets scripts, workers and requests be of its own origin alone, and has no script in itself', async () => {
    const { body, headers } = await loaded('/explorer');
    const policy = headers?.['content-security-policy'] ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "connect-src 'self'",
    ])
      expect(policy.split('; ')).toContain(directive);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy.replace(/style-src [^;]*/, '')).not.toContain('unsafe-inline');
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|https?:\/\//);
  });

  test('says that it is being prepared, and tries again by itself, while there is no bundle', async () => {
    const waiting = await createExplorer({ folder: join(parent, 'nowhere') })('/explorer', {});
    expect(waiting).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(waiting?.body).toContain('http-equiv="refresh"');
    expect(
      await createExplorer({ folder: join(parent, 'nowhere') })(`/explorer/assets/${script}`, {}),
    ).toBeNull();
  });
});

describe('a hashed file', () => {
  test('is kept for good, under the policy of the page', async () => {
    const { headers } = await loaded(`/explorer/assets/${script}`);
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'content-security-policy': expect.stringContaining("worker-src 'self'"),
    });
  });

  test.each([
    ['gzip, deflate, br, zstd', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
    ['br;q=0.1, gzip', 'gzip', 'gzip'],
    ['*', 'br', 'brotli'],
    ['GZIP', 'gzip', 'gzip'],
    ['br;q=nonsense', undefined, 'plain'],
    ['zstd', undefined, 'plain'],
    ['', undefined, 'plain'],
    [undefined, undefined, 'plain'],
  ])('for a client that accepts %p comes as %p', async (accepted, encoding, content) => {
    const { body, headers } = await loaded(`/explorer/assets/${script}`, accepted);
    expect(headers?.['content-encoding']).toBe(encoding);
    expect(String(body)).toBe(content);
  });

  test('comes as it is where nothing smaller was made', async () => {
    const { body, headers } = await loaded(`/explorer/assets/${style}`, 'br, gzip');
    expect(headers?.['content-encoding']).toBeUndefined();
    expect(String(body)).toBe('style');
  });

  test('has the type of its ending', async () => {
    expect((await loaded(`/explorer/assets/${script}`)).contentType).toBe('text/javascript; charset=utf-8');
    expect((await loaded(`/explorer/assets/${style}`)).contentType).toBe('text/css; charset=utf-8');
    expect((await loaded('/explorer/assets/font-AAAAAAAA.ttf')).contentType).toBe('font/ttf');
  });
});

test.each([
  '/',
  '/explore',
  '/explorer/assets',
  '/explorer/assets/',
  '/explorer/assets/manifest.json',
  '/explorer/assets/unlisted-AAAAAAAA.js',
  `/explorer/assets/${script}.br`,
  '/explorer/assets/../../secret-AAAAAAAA.js',
  '/explorer/assets/..%2fsecret-AAAAAAAA.js',
  '/explorer/assets/..\\secret-AAAAAAAA.js',
  '/explorer/assets//etc/passwd',
  '/explorer/assets/__proto__',
  '/explorer/assets/constructor',
  '/explorer/assets/toString',
])('%s is nothing of ours', async (path) => {
  expect(await load(path)).toBeNull();
});

test('a manifest that names a file elsewhere is no manifest', async () => {
  const other = await mkdtemp(join(parent, 'page-'));
  const files = { '../secret-AAAAAAAA.js': { encodings: [] } };
  await writeFile(join(other, 'manifest.json'), JSON.stringify({ ...manifest, files }));
  const explorer = createExplorer({ folder: other });
  expect(await explorer('/explorer/assets/../secret-AAAAAAAA.js', {})).toBeNull();
  expect(await explorer('/explorer', {})).toMatchObject({ status: 503 });
});

describe('personas', () => {
  const path = '/explorer/personas.json';

  test('are there in a demo alone', async () => {
    expect(await load(path)).toBeNull();
  });

  test('are asked for anew each time and are never kept', async () => {
    let minted = 0;
    const persona = { name: 'vendor.admin', title: 'Administrator', secret: 'not for the page' };
    const demo = { personas: () => [{ ...persona, token: `token ${String((minted += 1))}` }] };
    const explorer = createExplorer({ folder, demo });
    const first = await explorer(path, {});
    const second = await explorer(path, {});
    const expected = (token: string) => ({
      personas: [{ name: 'vendor.admin', title: 'Administrator', token }],
    });
    expect(JSON.parse(String(first?.body))).toEqual(expected('token 1'));
    expect(JSON.parse(String(second?.body))).toEqual(expected('token 2'));
    expect(first?.headers?.['cache-control']).toBeUndefined();
  });
});
