import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * The options by which the SDK is generated, for sdk/codegen/generate.mjs, editors and the graphql-codegen command.
 * `npm run schema` writes the committed file: it puts a head on top and leaves out what nothing uses.
 */
const config = {
  schema: 'sdk/schema.graphql',
  documents: 'sdk/operations/*.graphql',
  generates: {
    'sdk/src/operations.generated.ts': {
      plugins: ['./sdk/codegen/plugin.ts', 'typescript-operations'],
      config: {
        enumType: 'string-literal',
        // A value that a newer service adds stays a string for older clients.
        futureProofEnums: true,
        strictScalars: true,
        immutableTypes: true,
        skipTypename: true,
        useTypeImports: true,
        arrayInputCoercion: false,
        scalars: {
          ID: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: 'string',
          Base64: 'string',
          CurrencyCode: 'string',
          TimeZone: 'string',
        },
      },
    },
  },
} as const satisfies CodegenConfig;

export default config;
