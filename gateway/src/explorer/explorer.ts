import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset, AssetSource } from './assets.js';
import { negotiateEncoding } from './encoding.js';
import { readManifest } from './manifest.js';
import { assetsPath, explorerPage, explorerPolicy, waitingPage, waitingPolicy } from './pages.js';
import type { Demo } from './personas.js';

export interface ExplorerOptions {
  /** Where the bundle is or will be. */
  readonly folder: string;
  readonly demo?: Demo;
}

const html = 'text/html; charset=utf-8';
const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ttf: 'font/ttf',
};

/**
 * The explorer from its folder. The manifest is read for each request, which is rare and costs little: a bundle
 * that is finished after the gateway has started is found, and no file of megabytes is kept in memory.
 */
export function createExplorer({ folder, demo }: ExplorerOptions): AssetSource {
  return async (pathname, headers) => {
    if (pathname === '/explorer' || pathname === '/explorer/') return page(folder);
    if (pathname === '/explorer/personas.json') return demo === undefined ? null : personas(demo);
    if (!pathname.startsWith(assetsPath)) return null;
    return file(folder, pathname.slice(assetsPath.length), headers['accept-encoding']);
  };
}

async function page(folder: string): Promise<Asset> {
  const manifest = await readManifest(folder);
  if (manifest === null) {
    return {
      status: 503,
      body: waitingPage,
      contentType: html,
      headers: { 'content-security-policy': waitingPolicy, 'retry-after': '1' },
    };
  }
  return {
    body: explorerPage(manifest),
    contentType: html,
    headers: { 'content-security-policy': explorerPolicy },
  };
}

async function personas(demo: Demo): Promise<Asset> {
  const listed = (await demo.personas()).map(({ name, title, token }) => ({ name, title, token }));
  return { body: JSON.stringify({ personas: listed }), contentType: 'application/json; charset=utf-8' };
}

/** Only a name that the manifest lists is opened, so that no path leads out of the folder. */
async function file(folder: string, name: string, accepted: string | undefined): Promise<Asset | null> {
  const files = (await readManifest(folder))?.files ?? {};
  const known = Object.hasOwn(files, name) ? files[name] : undefined;
  const contentType = contentTypes[name.slice(name.lastIndexOf('.') + 1)];
  if (known === undefined || contentType === undefined) return null;
  const encoding = negotiateEncoding(accepted, known.encodings);
  return {
    body: await readFile(join(folder, encoding === null ? name : `${name}.${encoding}`)),
    contentType,
    headers: {
      // The name changes with the content, so that what is kept never goes stale.
      'cache-control': 'public, max-age=31536000, immutable',
      // A worker runs under the policy of its own script.
      'content-security-policy': explorerPolicy,
      vary: 'accept-encoding',
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    },
  };
}
