import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export function readDocument(path: string): string {
  return readFileSync(new URL(path, new URL('../../', import.meta.url)), 'utf8');
}

/** The block that follows `<!-- run: name -->`. */
export function markedBlock(document: string, name: string): string {
  const [, block] = document.split(`<!-- run: ${name} -->\n`);
  const text = /^```\w+\n([\s\S]*?)\n```\n/.exec(block ?? '')?.[1];
  if (text === undefined) throw new Error(`No block is marked ${name}.`);
  return text;
}

/** All blocks in a language, as one text. */
export function blocksIn(document: string, language: string): string {
  const blocks = document.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return Array.from(blocks, ([, text]) => text).join('\n');
}
