import { keptSecrets, openIssuer, type DemoIssuer } from './issuer.js';
import type { OwnerUrls } from './load.js';
import { personasOf, type Personas } from './personas.js';
import { makeByActs } from './play/make.js';
import { presentCast } from './present-cast.js';

export const demoSeed = 20_260_101;

export interface DemoInput {
  /** Where keys are kept between starts. */
  readonly directory: string;
  readonly ownerUrls: OwnerUrls;
  /** Of the services' own logins, through which the demo's tenants act. */
  readonly loginUrls: OwnerUrls;
  /** The instant that tenants come to that are made now; those that are there keep their own. */
  readonly nowMs: number;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
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

/** Makes the four tenants where they are missing, by playing what happened to them, and hands out tokens. */
export async function openDemo(input: DemoInput): Promise<Demo> {
  const { directory, ownerUrls } = input;
  const issuer = await openIssuer(keptSecrets(directory, input.nowMs, input.nodeEnv));
  const partnerKeyHash = (tenant: string) => issuer.partnerKeyHash(tenant);
  let cast = await presentCast(ownerUrls.licensing, partnerKeyHash);
  if (cast === null) {
    if (await makeByActs({ ...input, seed: demoSeed, now: new Date(input.nowMs).toISOString() }))
      input.say('four demo vendors have come to this day');
    // Read again, because another start may have been faster and on another day.
    cast = await presentCast(ownerUrls.licensing, partnerKeyHash);
    if (cast === null) throw new Error('The databases hold other vendors; the demo is made in empty ones.');
  }
  const personas = await personasOf(cast, issuer);
  return {
    issuer,
    personas,
    explorerPersonas: cast.map(({ name, title }) => ({ name, title, token: personas[name]?.token ?? '' })),
  };
}
