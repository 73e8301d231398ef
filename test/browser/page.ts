import { fileURLToPath } from 'node:url';
import type * as Monaco from 'monaco-editor';
import { chromium, type Browser, type Page } from 'playwright-core';

export const explorerFolder = fileURLToPath(new URL('../../gateway/dist/explorer-page', import.meta.url));

export interface Opened {
  readonly page: Page;
  /** Every address asked for, workers' included. */
  readonly requested: string[];
  /** What the browser refused by policy, and errors nobody caught. */
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    // A container runs as root, where Chromium's sandbox does not start; the page is our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

export async function openPage(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const requested: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // Answers that are refusals are listed as errors too: tests look at those by what the page says.
    const isStatus = message.text().startsWith('Failed to load resource: the server responded');
    if (message.type() === 'error' && !isStatus) complaints.push(message.text());
  });
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  return { page, requested, complaints, close: () => context.close() };
}

type Pane = 'operation' | 'variables' | 'response';

/** The whole text of a pane once it is as wanted; drawn are only the lines in view. */
export async function textOf(page: Page, pane: Pane, wanted: RegExp): Promise<string> {
  const found = await page.waitForFunction(readPane, { pane, source: wanted.source });
  return (await found.jsonValue())?.text ?? '';
}

/** Runs in the page. An object, so that an empty text is found too. */
function readPane({ pane, source }: { pane: Pane; source: string }) {
  const { __MONACO: monaco } = globalThis as unknown as { __MONACO: typeof Monaco };
  const text = monaco.editor
    .getModels()
    .find(({ uri }) => uri.path.includes(pane))
    ?.getValue();
  return text !== undefined && new RegExp(source).test(text) ? { text } : null;
}

/** In place of what is there, at one stroke; a bracket that the editor closes by itself after it goes again. */
export async function typed(page: Page, text: string): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Delete');
}
