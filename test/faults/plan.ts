import { z } from 'zod';

/** How much is done, and how much is killed meanwhile. */
export interface Plan {
  /** Of all that is left to chance but the machine's own pace. */
  readonly seed: number;
  readonly acts: number;
  readonly kills: number;
  readonly mails: number;
  /** That act side by side. */
  readonly clients: number;
  /** After so long without any progress a run hangs. */
  readonly patienceMs: number;
  readonly say: (text: string) => void;
}

const told = z.object({
  seed: z.number().int().nonnegative(),
  acts: z.number().int().positive(),
  // Each part once, and licensing in the middle of a mail.
  kills: z.number().int().min(6),
});

const shortForm = { seed: 1, acts: 150, kills: 6 };

/** `npm run faults` tells how much; a run of all tests has the short form. */
export function readPlan(text: string | undefined): Plan {
  const { seed, acts, kills } = text === undefined ? shortForm : told.parse(JSON.parse(text));
  return {
    ...{ seed, acts, kills, clients: 8, patienceMs: 120_000 },
    mails: Math.max(12, Math.floor(acts / 8)),
    say: (line) => process.stderr.write(`faults: ${line}\n`),
  };
}
