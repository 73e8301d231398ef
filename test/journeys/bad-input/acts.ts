import { isInputObjectType } from 'graphql';
import { MainstayError, type Client, type Operation } from '@mainstay/sdk';
import { apiSchema } from '../../security/matrix.js';
import type { Ground } from './ground.js';

export type Input = Readonly<Record<string, unknown>>;

/** One fault, and how it is answered. */
export interface Fault {
  readonly what: string;
  /** Whose input: the act's own unless told. */
  readonly as?: string | null;
  /** What is different from the valid input; undefined leaves a field out. */
  readonly but: (ground: Ground) => Input;
  readonly code: string;
  /** Of the input, e.g. `lines.0.quantity`; empty for the input as a whole. */
  readonly field: string;
}

/** An act with an input that is done, and everything that is wrong with inputs near it. */
export interface Tried {
  readonly act: string;
  readonly document: Operation<unknown, never>;
  /** Who acts: of the cast, or a running product. */
  readonly as: string | null;
  readonly valid: (ground: Ground) => Input;
  /** Another input, which the key of the first does not stand for; none where each call is a new question. */
  readonly other: ((ground: Ground) => Input) | null;
  readonly faults: readonly Fault[];
  /** What is wrong only once the valid input was done. */
  readonly then?: readonly Fault[];
}

export interface Answered {
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

interface Refusals {
  readonly userErrors: readonly {
    readonly code: string;
    readonly field: readonly string[];
    readonly message: string;
  }[];
}

/** Asks through the SDK; null where it was done, else the first fault, whether it was answered or thrown. */
export async function asked(
  client: Client,
  document: Tried['document'],
  input: Input,
): Promise<Answered | null> {
  try {
    const data = await client.run(
      document as Operation<Readonly<Record<string, Refusals>>, { input: Input }>,
      {
        input,
      },
    );
    const [payload] = Object.values(data);
    const [first] = payload?.userErrors ?? [];
    if (first === undefined) return null;
    return { code: first.code, field: inInput(first.field.join('.')), message: first.message };
  } catch (error) {
    if (!(error instanceof MainstayError)) throw error;
    const field = (error.field ?? '').replaceAll(/\[(\d+)\]/gu, '.$1');
    return { code: error.code, field: inInput(field), message: error.message };
  }
}

/** Every fault lies in the one argument of the act. */
function inInput(path: string): string {
  if (path !== 'input' && !path.startsWith('input.')) throw new Error(`A fault is about '${path}'.`);
  return path.slice('input.'.length);
}

/** The valid input with what is different; a field that is undefined is left out. */
export function changed(valid: Input, but: Input): Input {
  return Object.fromEntries(Object.entries({ ...valid, ...but }).filter(([, value]) => value !== undefined));
}

/** As many as no list takes. */
export const tooMany = <One>(one: (index: number) => One): One[] =>
  Array.from({ length: 101 }, (_, index) => one(index));

export const nowhere = 'nowhere';

/** The fields that an act's input has: a fault names one of them. */
export function fieldsOf(act: string): string[] {
  const type = apiSchema.getType(`${act.charAt(0).toUpperCase()}${act.slice(1)}Input`);
  if (!isInputObjectType(type)) throw new Error(`${act} takes no input.`);
  return Object.keys(type.getFields());
}
