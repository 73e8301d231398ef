const firstWaitMs = 500;
const longestWaitMs = 60_000;

/** How long something that failed so often rests before it is tried again; a minute at the longest. */
export function waitAfterMs(failures: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 20));
}

/** What is told of a failure: its kind. Its words may quote what somebody sent. */
export function faultKind(fault: unknown): string {
  return fault instanceof Error ? fault.name : typeof fault;
}
