import { keptSecrets, openIssuer, type DemoIssuer } from './issuer.js';
import { loadWorld, type OwnerUrls } from './load.js';
import { personasOf, type Personas } from './personas.js';
import { presentCast } from './present-cast.js';
import { buildWorld } from './world/build.js';

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
  const partnerKeyHash = (tenant: string) => issuer.partnerKeyHash(tenant);
  let cast = await presentCast(ownerUrls.licensing, partnerKeyHash);
  if (cast === null) {
    if (await loadWorld(buildWorld({ seed: demoSeed, today: input.today, partnerKeyHash }), ownerUrls))
      say('loaded four demo vendors');
    // Read again, because another start may have been faster and on another day.
    cast = await presentCast(ownerUrls.licensing, partnerKeyHash);
    if (cast === null)
      throw new Error('The databases hold other vendors; the demo is loaded into empty ones.');
  }
  const personas = await personasOf(cast, issuer);
  return {
    issuer,
    personas,
    explorerPersonas: cast.map(({ name, title }) => ({ name, title, token: personas[name]?.token ?? '' })),
  };
}
