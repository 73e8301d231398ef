import { rules, limits, hostile, signed } from './tests.mjs';

const scan = 'gateway/src/document/scan.ts';
const structure = 'gateway/src/document/structure.ts';

/** What a document may be. */
export const documents = [
  ...['tokens', 'nesting', 'aliases', 'directives'].map((limit) => ({
    name: `limit: ${limit}`,
    file: scan,
    find: `counted.${limit} > limits.${limit}`,
    replace: 'false',
    test: limits(`the limit of ${limit} `),
  })),
  ...['depth', 'rootFields', 'fields'].map((limit) => ({
    name: `limit: ${limit}`,
    file: structure,
    find: `(${limit} > limits.${limit})`,
    replace: '(false)',
    test: limits(`the limit of ${limit} `),
  })),
  {
    name: 'limit: cost',
    file: 'gateway/src/answer.ts',
    find: 'cost.requested > cost.maximum',
    replace: 'false',
    test: limits('multiplies without end and is refused all the same'),
  },
  {
    name: 'names: reserved aliases and variables',
    file: structure,
    find: 'if (reserved !== null) return reserved;',
    replace: '',
    test: hostile('numbers and names that bite'),
  },
  {
    name: 'body: size while it arrives',
    file: 'services/kernel/src/graph/http/body.ts',
    find: 'if (length > maxBytes) {',
    replace: 'if (false) {',
    test: hostile('five megabytes that do not say how many they are'),
  },
  {
    name: 'body: nesting of JSON',
    file: 'gateway/src/front/body.ts',
    find: "if (nestsDeeper(bytes, maxNesting)) return { kind: 'too-deep' };",
    replace: '',
    test: hostile('JSON as deep as it may be is read'),
  },
  {
    name: 'body: size behind the signature',
    file: 'services/kernel/src/graph/http/body.ts',
    find: 'if (length > maxBytes) {',
    replace: 'if (false) {',
    test: signed('a body that grows over the limit'),
  },
  {
    name: 'headers: none is given twice',
    file: 'gateway/src/front/graph-handler.ts',
    find: 'if (hasDoubtfulHeaders(request))',
    replace: 'if (false)',
    test: rules('test/gateway/http.test.ts', 'with the same header twice is refused'),
  },
];
