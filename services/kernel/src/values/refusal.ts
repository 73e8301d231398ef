import type { FactValue } from './decision.js';

/** Why an act was not done: a value, not an exception. The code is part of the contract, the message is for people. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  /** Which part of the input it is about, e.g. `['email']`; empty where it is about none alone. */
  readonly field: readonly string[];
  readonly message: string;
  readonly facts?: Readonly<Record<string, FactValue>>;
}
