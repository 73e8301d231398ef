import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dayNamed, firstInstant } from './calendar.js';
import type { Chance } from './random.js';

export interface Published {
  readonly version: string;
  readonly atMs: number;
  readonly yankedAtMs: number | null;
}

export const tenants = ['cronwell', 'deskhaven', 'cartwright', 'tubeworks'] as const;
export type Tenant = (typeof tenants)[number];

export const zones = ['Europe/Stockholm', 'America/Los_Angeles', 'America/Santiago', 'Africa/Cairo'] as const;
export type Zone = (typeof zones)[number];

/** Days on which clocks are moved; in Santiago and in Cairo those that begin at one o'clock are among them. */
export const oddDays: Readonly<Record<Zone, readonly string[]>> = {
  'Europe/Stockholm': ['2024-03-31', '2024-10-27', '2025-03-30', '2026-10-25'],
  'America/Los_Angeles': ['2024-03-10', '2024-11-03', '2025-03-09', '2026-11-01'],
  'America/Santiago': ['2023-09-03', '2024-04-07', '2024-09-08', '2025-09-07', '2026-09-06'],
  'Africa/Cairo': ['2023-04-28', '2024-04-26', '2024-11-01', '2025-04-25', '2026-04-24'],
};

const list = z.array(z.object({ version: z.string(), releasedAt: z.iso.datetime() }));

/** The releases of a tenant as the demo has them, some of them yanked, and a few put on the edge of an odd day. */
export function publishedBy(tenant: Tenant, chance: Chance): readonly Published[] {
  const file = new URL(`../../demo/releases/${tenant}.json`, import.meta.url);
  const releases = list
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map(({ version, releasedAt }) => ({ version, atMs: Date.parse(releasedAt) }));
  for (const zone of zones) {
    for (const day of oddDays[zone]) onEdge(releases, firstInstant(dayNamed(day), zone));
  }
  const dayMs = 86_400_000;
  return releases.map((release) => ({
    ...release,
    yankedAtMs: chance.percent(8) ? release.atMs + chance.whole(1, 300 * dayMs) : null,
  }));
}

/** Real releases never fall on the first instant of a day, so the nearest two are moved there and just before it. */
function onEdge(releases: { atMs: number }[], edgeMs: number): void {
  const before = releases.filter(({ atMs }) => atMs < edgeMs);
  const after = releases.filter(({ atMs }) => atMs >= edgeMs);
  const last = before.reduce<{ atMs: number } | null>(
    (late, one) => (late && late.atMs >= one.atMs ? late : one),
    null,
  );
  const first = after.reduce<{ atMs: number } | null>(
    (early, one) => (early && early.atMs <= one.atMs ? early : one),
    null,
  );
  if (last) last.atMs = edgeMs - 1;
  if (first) first.atMs = edgeMs;
}
