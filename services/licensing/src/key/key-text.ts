import { hash, randomBytes } from 'node:crypto';

/** A key's text, which its holder is shown once, and what is kept of it. */
export interface NewKeyText {
  readonly text: string;
  readonly hash: string;
}

/** 256 random bits: nobody guesses them, so that a plain SHA-256 keeps nothing that could be turned back. */
export function newKeyText(): NewKeyText {
  const text = `msk_${randomBytes(32).toString('hex')}`;
  return { text, hash: hash('sha256', text, 'hex') };
}
