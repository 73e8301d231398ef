import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

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

/** What can be read, and asked with; what a mutation alone takes and answers stands and falls with its one row. */
function readable(schema: GraphQLSchema): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (type: GraphQLNamedType | null | undefined): void => {
    if (type === null || type === undefined || found.has(type.name)) return;
    found.add(type.name);
    if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(follow);
    if (isInputObjectType(type))
      Object.values(type.getFields()).forEach((field) => {
        follow(getNamedType(field.type));
      });
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        follow(getNamedType(field.type));
        field.args.forEach((argument) => {
          follow(getNamedType(argument.type));
        });
      }
  };
  follow(schema.getQueryType());
  return found;
}

/** Every field, argument, input field and mutation of a schema, as the matrix names them. */
export function elementsOf(schema: GraphQLSchema): string[] {
  const read = readable(schema);
  return Object.values(schema.getTypeMap())
    .filter((type) => read.has(type.name) || type === schema.getMutationType())
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
