import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export interface LoggerOptions {
  /** The part of the house that speaks. */
  readonly name: string;
  readonly level: string;
  /** The standard output unless told. */
  readonly destination?: DestinationStream;
}

/** Names under which a value could stand: what was asked, who asked, and what opens something. */
const valueNames =
  /variables|values|parameters|args|body|data|query|document|token|authorization|cookie|secret|password|key(?!Id)|hash|serial|activation|email|phone|subject$|credential|header|viewer$|url|sql$/i;
const maxDepth = 4;

/**
 * Facts, never values: callers give names, kinds, places and ids, and what looks like a value all the same is left
 * out here. Lines of one client request share its `requestId`, which is its trace id.
 */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    base: { name },
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (facts: Record<string, unknown>) => withoutValues(facts, 0) as Record<string, unknown>,
    },
    // Pino would write message and stack of an error, and a message may quote anything.
    serializers: { err: (fault: unknown) => fault },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function withoutValues(fact: unknown, depth: number): unknown {
  if (fact instanceof Error) return kindOf(fact);
  if (fact === null || typeof fact !== 'object') return fact;
  if (depth === maxDepth) return undefined;
  if (Array.isArray(fact)) return fact.map((one) => withoutValues(one, depth + 1));
  return Object.fromEntries(
    Object.entries(fact).flatMap(([name, value]) =>
      valueNames.test(name) ? [] : [[name, withoutValues(value, depth + 1)]],
    ),
  );
}

/** Of what kind and where; the lines of a stack name files, its head repeats the message. */
function kindOf(fault: Error): object {
  const code = 'code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {};
  const stack = (fault.stack ?? '').split('\n').map((line) => line.trim());
  return { kind: fault.name, ...code, stack: stack.filter((line) => line.startsWith('at ')).slice(0, 8) };
}
