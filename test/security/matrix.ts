import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

export const columns = [
  'ADMIN',
  'AGENT',
  'ANALYST',
  'RESELLER',
  'CUSTOMER',
  'PARTNER',
  'PRODUCT',
  'OPERATOR',
] as const;
export type Column = (typeof columns)[number];

export const words = ['all', 'own', 'null', 'refused', 'none'] as const;
export type Word = (typeof words)[number];

/** What each role gets of one field or argument. */
export type MatrixRow = Readonly<Record<Column, Word>>;

/** Rows by element: `Type.field`, `Type.field(argument:)` or `Input.field`. */
export type Matrix = ReadonlyMap<string, MatrixRow>;

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What a client sees: the whole public graph. */
export const apiSchema: GraphQLSchema = buildSchema(readFileSync(fileOf('../../sdk/schema.graphql'), 'utf8'));

function isWord(word: string | undefined): word is Word {
  return words.some((known) => known === word);
}

export function readMatrix(text = readFileSync(fileOf('matrix.tsv'), 'utf8')): Matrix {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== ['element', ...columns].join('\t')) throw new Error('The matrix starts with other columns.');
  const rows = new Map<string, MatrixRow>();
  for (const line of lines) {
    const [element = '', ...cells] = line.split('\t');
    if (cells.length !== columns.length) throw new Error(`${element}: a cell for every role, no more.`);
    if (rows.has(element)) throw new Error(`${element} stands in the matrix twice.`);
    const row = columns.map((column, index) => {
      const word = cells[index];
      if (!isWord(word)) throw new Error(`${element}, ${column}: ${String(word)} is no word of the matrix.`);
      return [column, word] as const;
    });
    rows.set(element, Object.fromEntries(row) as MatrixRow);
  }
  return rows;
}

/** What a mutation takes and answers stands and falls with it: one row for all. */
const ofMutations = /(?:Input|Payload|UserError)$/u;

/** Every field, argument, input field and mutation of a schema, as the matrix names them. */
export function elementsOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__') && !ofMutations.test(name))
    .flatMap((type) => {
      if (type === schema.getMutationType() && isObjectType(type))
        return Object.keys(type.getFields()).map((field) => `Mutation.${field}`);
      if (isInputObjectType(type))
        return Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      return Object.values(type.getFields()).flatMap(({ name, args }) => [
        `${type.name}.${name}`,
        ...args.map((argument) => `${type.name}.${name}(${argument.name}:)`),
      ]);
    });
}

/** Whether an element of the matrix is something that one asks with. */
export function isArgument(element: string): boolean {
  return element.includes('(') || isInputObjectType(apiSchema.getType(element.split('.')[0] ?? ''));
}
