import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readyQueries } from '../../gateway/explorer/ready-queries.js';
import { bearer, openHouse, type House } from '../gateway/harness.js';
import { explorerFolder, openBrowser, openPage, textOf, typed, type Opened } from './page.js';

const query = 'query Things { things(first: 2) { nodes { id name owner { name } } } }';
let browser: Browser;
let demo: House;
let plain: House;
let opened: Opened;

beforeAll(async () => {
  browser = await openBrowser();
  const token = (role: 'VENDOR_ADMIN' | 'CUSTOMER') => bearer(role).replace('Bearer ', '');
  const personas = [
    { name: 'v1.admin', title: 'Administrator of the vendor', token: token('VENDOR_ADMIN') },
    { name: 'v1.customer', title: 'A customer', token: token('CUSTOMER') },
    { name: 'v1.gone', title: 'Somebody whose token has ended', token: 'ended' },
  ];
  demo = await openHouse({ explorerFolder, demo: { personas: () => personas } });
  plain = await openHouse({ explorerFolder });
});

afterAll(async () => {
  await browser.close();
  await Promise.all([demo.gateway.stop(), plain.gateway.stop()]);
});

const explorerOf = ({ gateway }: House) => new URL('/explorer', gateway.url).href;

async function choose(page: Page, title: string): Promise<void> {
  await page.getByLabel('Ask as').selectOption({ label: title });
  await page.getByText(`Asking as ${title}`).waitFor();
}

/** The tab is named once the editor has read what was typed; until then it would ask for the operation before. */
async function run(page: Page): Promise<void> {
  await page.locator('.graphiql-tab-active').getByText('Things').waitFor();
  await page.getByRole('button', { name: /Execute query/ }).click();
}

describe('in a demo', () => {
  beforeEach(async () => {
    opened = await openPage(browser, explorerOf(demo));
  });

  /** Whatever a test has done, nobody else was asked and nothing was refused by policy. */
  afterEach(async () => {
    await opened.close();
    const origin = new URL(demo.gateway.url).origin;
    const elsewhere = opened.requested.filter(
      (url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'),
    );
    expect(elsewhere).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  test('a persona is chosen, the docs show, a query is answered, and its cost is told', async () => {
    const { page } = opened;
    await page.getByText('Choose who asks; what').waitFor();
    await choose(page, 'Administrator of the vendor');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.getByRole('region', { name: 'Documentation Explorer' });
    await docs.getByRole('link', { name: 'Query', exact: true }).click();
    await docs.getByRole('link', { name: 'things', exact: true }).waitFor();
    await typed(page, query);
    await run(page);
    expect(await textOf(page, 'response', /the owner/)).toContain('"name of t1"');
    expect(await page.getByLabel('Cost of the last answer').innerText()).toMatch(
      /^Cost [\d,]+ of at most [\d,]+$/,
    );
  });

  test('the keyboard alone chooses a persona and a ready query', async () => {
    const { page } = opened;
    await page.getByRole('combobox', { name: 'Ask as' }).focus();
    await page.keyboard.type('Administrator');
    await page.getByText('Asking as Administrator of the vendor').waitFor();
    const [, asked] = readyQueries;
    await page.getByRole('button', { name: asked?.title ?? '' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(`“${asked?.title}” is in the editor`).waitFor();
    expect(await textOf(page, 'operation', /MayIUse/)).toBe(asked?.query);
    expect(JSON.parse(await textOf(page, 'variables', /version/))).toEqual(asked?.variables('2026-11-02'));
  });

  test('a ready query leaves what somebody wrote in its own tab', async () => {
    const { page } = opened;
    await choose(page, 'Administrator of the vendor');
    await typed(page, query);
    await page.getByRole('button', { name: /^Open tickets/ }).click();
    await textOf(page, 'operation', /OpenTickets/);
    await page.getByRole('tab').first().getByRole('button').first().click();
    expect(await textOf(page, 'operation', /things/)).toBe(query);
  });

  test('a role that may not read the schema is told so, can ask all the same, and sees no other’s docs or answer', async () => {
    const { page } = opened;
    await choose(page, 'Administrator of the vendor');
    await typed(page, query);
    await run(page);
    await textOf(page, 'response', /the owner/);
    await choose(page, 'A customer');
    await page.getByRole('status').getByText('This role may not read the schema').waitFor();
    await textOf(page, 'response', /^(?![^]*the owner)/);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('Error fetching schema').waitFor();
    expect(await page.locator('.graphiql-doc-explorer .graphiql-spinner').count()).toBe(0);
    await run(page);
    await textOf(page, 'response', /the owner/);
  });

  test('the editor’s lazily loaded formatter and its suggestions work under the policy', async () => {
    const { page } = opened;
    await choose(page, 'Administrator of the vendor');
    await typed(page, query);
    await page.getByRole('button', { name: /Prettify query/ }).click();
    expect(await textOf(page, 'operation', /\n/)).toContain('things(first: 2) {');
    await typed(page, '{ thin');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget').getByText('things', { exact: true }).first().waitFor();
  });

  test('a chosen persona outlives a reload, in this tab alone, and no token is written down', async () => {
    const { page } = opened;
    await choose(page, 'Administrator of the vendor');
    await page.reload();
    await page.getByText('Asking as Administrator of the vendor').waitFor();
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(kept).toContain('v1.admin');
    expect(kept).not.toContain('msk_');
  });
});

test('what the policy refuses is seen by these tests', async () => {
  const { page, complaints, requested, close } = await openPage(browser, explorerOf(demo));
  await page.getByRole('heading', { name: 'Mainstay explorer' }).waitFor();
  await page.evaluate(async () => {
    await fetch('https://outside.invalid/').catch(() => undefined);
    const script = document.createElement('script');
    script.textContent = 'document.title = "inline"';
    document.body.append(script);
  });
  expect(await page.title()).toBe('Mainstay explorer');
  expect(requested.filter((url) => url.includes('outside.invalid'))).toEqual([]);
  for (const directive of ['connect-src', 'script-src'])
    expect(complaints).toContainEqual(expect.stringContaining(directive));
  await close();
});

test('credentials that have ended are told of, with no docs', async () => {
  const { page, close } = await openPage(browser, explorerOf(demo));
  await choose(page, 'Somebody whose token has ended');
  await page.getByRole('status').getByText('These credentials are not valid').waitFor();
  await close();
});

test('without a demo a token is pasted, and stays out of what outlives the tab', async () => {
  const { page, complaints, close } = await openPage(browser, explorerOf(plain));
  await page.getByLabel('Token or API key').fill(bearer('VENDOR_ADMIN'));
  expect(await page.getByLabel('Ask as').count()).toBe(0);
  await page.getByRole('button', { name: 'Use', exact: true }).click();
  await page.getByText('Asking as your token').waitFor();
  await typed(page, query);
  await run(page);
  await textOf(page, 'response', /the owner/);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('msk_');
  expect(complaints).toEqual([]);
  await close();
});

test('a page opened before the bundle is there says so and becomes the explorer by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'explorer-'));
  const late = await openHouse({ explorerFolder: join(folder, 'page') });
  const { page, close } = await openPage(browser, explorerOf(late));
  await page.getByRole('heading', { name: 'being prepared' }).waitFor();
  await cp(explorerFolder, join(folder, 'page'), { recursive: true });
  await page.getByRole('heading', { name: 'Mainstay explorer' }).waitFor();
  await close();
  await late.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});
