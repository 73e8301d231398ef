import {
  compositionHasErrors,
  composeServices,
  transformSupergraphToPublicSchema,
} from '@theguild/federation-composition';
import { parse, print } from 'graphql';

/** The supergraph that the gateway plans by, and the schema that a client sees. */
export function composeSupergraph(builds) {
  const composed = composeServices(
    builds.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `https://${name}.mainstay.invalid` })),
  );
  if (compositionHasErrors(composed)) {
    throw new Error(
      `The subgraphs do not compose:\n${composed.errors.map((error) => `  ${error.message}`).join('\n')}`,
    );
  }
  const api = transformSupergraphToPublicSchema(parse(composed.supergraphSdl));
  return { supergraph: composed.supergraphSdl, api: print(api) };
}
