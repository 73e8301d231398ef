import { join } from 'node:path';
import { readIfThere, writePrivate } from '@mainstay/kernel/embedded/private-file';
import { keptSecrets, openIssuer, type DemoIssuer } from './issuer.js';
import { isLoaded, loadWorld, type OwnerUrls } from './load.js';
import { personasOf, type Personas } from './personas.js';
import { buildWorld } from './world/build.js';
import type { Role } from './world/world.js';

export const demoSeed = 20_260_101;

export interface DemoInput {
  /** Where keys are kept between starts. */
  readonly directory: string;
  readonly ownerUrls: OwnerUrls;
  /** The first day of a world that is made now; one that is there keeps its own. */
  readonly today: string;
  readonly nowMs: number;
  readonly nodeEnv: string | undefined;
  readonly say: (text: string) => void;
}

export interface Demo {
  readonly issuer: DemoIssuer;
  readonly personas: Personas;
  /** For the explorer's chooser. */
  readonly explorerPersonas: readonly {
    readonly name: string;
    readonly title: string;
    readonly token: string;
  }[];
}

/** Loads the four tenants where they are missing, and hands out tokens. */
export async function openDemo(input: DemoInput): Promise<Demo> {
  const { directory, ownerUrls, say } = input;
  const issuer = await openIssuer(keptSecrets(directory, input.nowMs, input.nodeEnv));
  const castFile = join(directory, 'cast.json');
  const kept = readIfThere(castFile);
  const cast = kept !== null && (await isLoaded(ownerUrls)) ? (JSON.parse(kept) as Role[]) : null;
  const present = cast ?? (await load(input, issuer, castFile));
  if (cast === null) say('loaded four demo vendors');
  const personas = await personasOf(present, issuer);
  return {
    issuer,
    personas,
    explorerPersonas: present.map(({ name, title }) => ({ name, title, token: personas[name]?.token ?? '' })),
  };
}

async function load(
  { ownerUrls, today }: DemoInput,
  issuer: DemoIssuer,
  castFile: string,
): Promise<readonly Role[]> {
  const world = buildWorld({
    seed: demoSeed,
    today,
    partnerKeyHash: (tenant) => issuer.partnerKeyHash(tenant),
  });
  await loadWorld(world, ownerUrls);
  writePrivate(castFile, JSON.stringify(world.cast));
  return world.cast;
}
