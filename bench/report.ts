import { cpus, loadavg } from 'node:os';
import { median, medians, type Plan, type Round } from './load.js';
import type { Usage } from './probe.js';

/** What was seen of one target over the whole run. */
export interface Seen {
  readonly name: string;
  readonly rounds: readonly Round[];
  /** Of its processes: before anything was asked, before the load, and at the end. */
  readonly idle: ReadonlyMap<string, Usage>;
  readonly before: ReadonlyMap<string, Usage>;
  readonly after: ReadonlyMap<string, Usage>;
}

const megabyte = 1024 * 1024;

function rssOf(usage: ReadonlyMap<string, Usage>): number {
  return [...usage.values()].reduce((sum, { rssBytes }) => sum + rssBytes, 0);
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return rows.map((row) => `  ${line(row)}`).join('\n');
}

/** Ratios are taken within each round and then their median: both sides of one had the same minute of the machine. */
export function ratioOf(
  rounds: readonly Round[],
  peer: readonly Round[],
  pick: (round: Round) => number,
): string {
  const ratios = rounds.flatMap((round, index) => {
    const other = peer[index];
    return other === undefined ? [] : [pick(round) / pick(other)];
  });
  return median(ratios).toFixed(2);
}

/** The figures of a run; the first target is the peer that the others are compared with. */
export function report(seen: readonly Seen[], plan: Plan): string {
  const peer = seen[0]?.rounds ?? [];
  const head = [
    '',
    'ratio',
    'requests/s',
    'p50 ms',
    'p99 ms',
    'CPU ms/request',
    'CPU ratio',
    'RSS idle MB',
    'RSS after MB',
  ];
  const rows = seen.map(({ name, rounds, idle, after }) => {
    const middle = medians(rounds);
    return [
      name,
      ratioOf(rounds, peer, (round) => round.requestsPerSecond),
      middle.requestsPerSecond.toFixed(0),
      middle.p50Ms.toFixed(1),
      middle.p99Ms.toFixed(1),
      middle.cpuMsPerRequest.toFixed(3),
      ratioOf(rounds, peer, (round) => round.cpuMsPerRequest),
      (rssOf(idle) / megabyte).toFixed(0),
      (rssOf(after) / megabyte).toFixed(0),
    ];
  });
  return [conditionsOf(plan), '', table([head, ...rows]), ...seen.flatMap(partsOf)].join('\n');
}

/** Under which any figures of the run were seen. */
export function conditionsOf({ rounds, seconds, connections }: Plan): string {
  const load = loadavg()[0]?.toFixed(1) ?? '?';
  return `medians of ${String(rounds)} rounds of ${String(seconds)} s each, ${String(connections)} connections, ${String(cpus().length)} processors (load average ${load}), Node ${process.versions.node}`;
}

/** Where a target has several processes, what each of them took of the whole load, the warm-up included. */
function partsOf({ name, before, after }: Seen): string[] {
  if (after.size < 2) return [];
  const taken = [...after].map(([part, { cpuMicros }]): [string, number] => [
    part,
    cpuMicros - (before.get(part)?.cpuMicros ?? 0),
  ]);
  const all = taken.reduce((sum, [, micros]) => sum + micros, 0);
  const rows = taken.map(([part, micros]) => [
    part,
    `${((100 * micros) / all).toFixed(0)} %`,
    `${((after.get(part)?.rssBytes ?? 0) / megabyte).toFixed(0)} MB`,
  ]);
  return ['', `  ${name}: share of the CPU, RSS after`, table(rows)];
}
