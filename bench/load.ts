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
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerRequest: number;
  readonly rssBytes: number;
}

/** Numbers every request of the run, whichever target it goes to, so that variables never repeat. */
let issued = 0;

/** Keeps `connections` requests in flight for `requests` requests and reports one round. */
export async function measure(target: LoadTarget, requests: number, connections: number): Promise<Round> {
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const latencies = new Float64Array(requests);
  let started = 0;
  async function worker(): Promise<void> {
    while (started < requests) {
      const slot = started++;
      const index = issued++;
      const { path, headers, body } = target.request(index);
      const began = performance.now();
      const answer = await pool.request({ method: 'POST', path, headers, body });
      const text = await answer.body.text();
      latencies[slot] = performance.now() - began;
      if (answer.statusCode !== 200) throw new Error(`${target.name} answered ${String(answer.statusCode)}: ${text.slice(0, 300)}`);
      target.check(text, index);
    }
  }
  const before = await target.usage();
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - began) / 1000;
  const after = await target.usage();
  await pool.close();
  latencies.sort();
  return {
    requestsPerSecond: requests / seconds,
    p50Ms: latencies[Math.floor(requests * 0.5)] ?? NaN,
    p99Ms: latencies[Math.floor(requests * 0.99)] ?? NaN,
    cpuMsPerRequest: (after.cpuMicros - before.cpuMicros) / 1000 / requests,
    rssBytes: after.rssBytes,
  };
}

/** Runs all targets in turn, `rounds` times over, so that a slow minute of the machine falls on all of them. */
export async function interleave(
  targets: readonly LoadTarget[],
  plan: { rounds: number; requests: number; connections: number; warmUp: number },
  progress: (line: string) => void,
): Promise<Map<string, Round>> {
  for (const target of targets) await measure(target, plan.warmUp, plan.connections);
  const seen = new Map<string, Round[]>(targets.map((target) => [target.name, []]));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const target of targets) {
      const result = await measure(target, plan.requests, plan.connections);
      seen.get(target.name)?.push(result);
      progress(`round ${String(round)}/${String(plan.rounds)}  ${target.name}: ${result.requestsPerSecond.toFixed(0)} requests/s`);
    }
  }
  return new Map([...seen].map(([name, rounds]) => [name, medians(rounds)]));
}

function medians(rounds: readonly Round[]): Round {
  const middle = (pick: (round: Round) => number): number => {
    const sorted = rounds.map(pick).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
  };
  return {
    requestsPerSecond: middle((round) => round.requestsPerSecond),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    cpuMsPerRequest: middle((round) => round.cpuMsPerRequest),
    rssBytes: middle((round) => round.rssBytes),
  };
}
