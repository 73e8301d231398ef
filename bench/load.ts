import { Pool } from 'undici';

/** One request of a measured kind; made anew for every call, so that no two are alike. */
export interface LoadRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface LoadTarget {
  readonly name: string;
  readonly origin: string;
  /** Makes the request of this number; throws on nothing. */
  readonly request: (index: number) => LoadRequest;
  /** Throws where an answer is not what was asked for: a fast wrong answer is no result. */
  readonly check: (body: string, index: number) => void;
  /** CPU microseconds and resident bytes of all the target's own processes so far. */
  readonly usage: () => Promise<{ cpuMicros: number; rssBytes: number }>;
}

export interface Round {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerRequest: number;
  readonly rssBytes: number;
}

export interface Plan {
  readonly rounds: number;
  /** Of each target in each round. */
  readonly seconds: number;
  readonly connections: number;
  readonly warmUpSeconds: number;
}

/** What can be put under load for a while, whatever it is asked over. */
export interface Measurable {
  readonly name: string;
  readonly measure: (seconds: number, connections: number) => Promise<Round>;
}

export function overHttp(target: LoadTarget): Measurable {
  return { name: target.name, measure: (seconds, connections) => measure(target, seconds, connections) };
}

/** Numbers every request of the run, whichever target it goes to: no two in flight are alike. */
let issued = 0;

/** Keeps `connections` requests in flight for `seconds` and reports one round. */
async function measure(target: LoadTarget, seconds: number, connections: number): Promise<Round> {
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const before = await target.usage();
  const began = performance.now();
  const until = began + seconds * 1000;
  async function worker(): Promise<void> {
    for (let sent = performance.now(); sent < until;) {
      const index = issued++;
      const { path, headers, body } = target.request(index);
      sent = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers, body });
      const text = await answer.body.text();
      const received = performance.now();
      latencies.push(received - sent);
      if (answer.statusCode !== 200)
        throw new Error(`${target.name} answered ${String(answer.statusCode)}: ${text.slice(0, 300)}`);
      target.check(text, index);
      sent = received;
    }
  }
  await Promise.all(Array.from({ length: connections }, worker));
  const elapsed = (performance.now() - began) / 1000;
  const after = await target.usage();
  await pool.close();
  latencies.sort((a, b) => a - b);
  const requests = latencies.length;
  return {
    requests,
    requestsPerSecond: requests / elapsed,
    p50Ms: latencies[Math.floor(requests * 0.5)] ?? NaN,
    p99Ms: latencies[Math.floor(requests * 0.99)] ?? NaN,
    cpuMsPerRequest: (after.cpuMicros - before.cpuMicros) / 1000 / requests,
    rssBytes: after.rssBytes,
  };
}

/** Runs all targets in turn, `rounds` times over, so that a slow minute of the machine falls on all of them. */
export async function interleave(
  targets: readonly Measurable[],
  plan: Plan,
  progress: (line: string) => void,
): Promise<Map<string, Round[]>> {
  for (const target of targets) await target.measure(plan.warmUpSeconds, plan.connections);
  const seen = new Map<string, Round[]>(targets.map((target) => [target.name, []]));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const target of targets) {
      const result = await target.measure(plan.seconds, plan.connections);
      seen.get(target.name)?.push(result);
      progress(
        `round ${String(round)}/${String(plan.rounds)}  ${target.name}: ${result.requestsPerSecond.toFixed(0)} requests/s`,
      );
    }
  }
  return seen;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function medians(rounds: readonly Round[]): Round {
  const middle = (pick: (round: Round) => number): number => median(rounds.map(pick));
  return {
    requests: middle((round) => round.requests),
    requestsPerSecond: middle((round) => round.requestsPerSecond),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    cpuMsPerRequest: middle((round) => round.cpuMsPerRequest),
    rssBytes: middle((round) => round.rssBytes),
  };
}
