import {
  DirectiveLocation,
  GraphQLDirective,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import type { Viewer, ViewerRole } from './viewer.js';

/**
 * Marks on fields. They guard no row (the database does) and stand in the published schema, so that a reader of it
 * sees what is sensitive.
 */
export const visibilityDirectives = [
  new GraphQLDirective({
    name: 'secret',
    description:
      'Opens something: an activation code, a key, a password. Reads null for an analyst and an operator.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
  new GraphQLDirective({
    name: 'personal',
    description:
      'Tells of a person: a name, an address, free text. Reads null for an analyst and an operator.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
];

const marks = new Set(visibilityDirectives.map((directive) => directive.name));
const blind: ReadonlySet<ViewerRole> = new Set(['ANALYST', 'OPERATOR']);

function isMarked(field: GraphQLField<unknown, unknown>): boolean {
  return (field.astNode?.directives ?? []).some((directive) => marks.has(directive.name.value));
}

/** Wraps the marked fields and no other, once, when the schema is built: an unmarked field costs nothing. */
export function guardMarkedFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isMarked(field)) field.resolve = guarded(field);
    }
  }
}

function guarded(field: GraphQLField<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  const { name, resolve } = field;
  return (source, args, context, info): unknown => {
    if (blind.has((context as { viewer: Viewer }).viewer.role)) return null;
    if (resolve !== undefined) return resolve(source, args, context, info);
    return (source as Record<string, unknown>)[name];
  };
}
