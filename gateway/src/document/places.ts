import {
  Kind,
  TypeInfo,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';
import { expected, fieldNames, missingFields } from './expected.js';

/** Where a literal stands: `orderBy.field` of an argument, or of the default of a variable `orderBy`. */
interface Place {
  readonly path: string;
  /** Null for a field that `of` does not have. */
  readonly type: GraphQLInputType | null;
  readonly of: GraphQLInputObjectType | null;
}

export type Places = ReadonlyMap<ASTNode, Place>;

/** Something wrong at a place: the message begins with it. */
export interface PlaceFault {
  readonly field: string;
  readonly message: string;
}

/** The places of all literals of a document. Made only where something is wrong with one of them. */
export function placesOf(schema: GraphQLSchema, document: DocumentNode): Places {
  const places = new Map<ASTNode, Place>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Argument({ name, value }) {
        const argument = typeInfo.getArgument();
        if (argument) put(places, value, { path: name.value, type: argument.type, of: null });
        return false;
      },
      VariableDefinition({ variable, type: written, defaultValue }) {
        const type = typeFromAST(schema, written);
        if (defaultValue !== undefined && isInputType(type))
          put(places, defaultValue, { path: variable.name.value, type, of: null });
      },
    }),
  );
  return places;
}

function put(places: Map<ASTNode, Place>, node: ValueNode, place: Place): void {
  places.set(node, place);
  const type = place.type === null ? null : getNullableType(place.type);
  if (isListType(type)) {
    if (node.kind !== Kind.LIST) {
      put(places, node, { ...place, type: type.ofType });
      return;
    }
    node.values.forEach((value, index) => {
      put(places, value, { path: `${place.path}[${index}]`, type: type.ofType, of: null });
    });
    return;
  }
  if (!isInputObjectType(type) || node.kind !== Kind.OBJECT) return;
  for (const field of node.fields) {
    const name = field.name.value;
    const fields = type.getFields();
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const below = { path: `${place.path}.${name}`, type: known?.type ?? null, of: type };
    places.set(field, below);
    if (known !== undefined) put(places, field.value, below);
  }
}

/** What is wrong with a literal that its place does not allow; empty where it stands at no place that is known. */
export function faultsAt(places: Places, node: ASTNode): readonly PlaceFault[] {
  const place = places.get(node);
  if (place === undefined) return [];
  const { path, type, of } = place;
  if (type === null) {
    return of === null
      ? []
      : [{ field: path, message: `${path} is no field of ${of.name}, which takes ${fieldNames(of)}.` }];
  }
  const object = getNullableType(type);
  if (node.kind === Kind.OBJECT && isInputObjectType(object)) {
    const missing = missingFields(object, (name) => node.fields.some((field) => field.name.value === name));
    if (missing.length > 0) return missing.map((one) => requiredAt(`${path}.${one.name}`, one.type));
  }
  return node.kind === Kind.NULL
    ? [requiredAt(path, type)]
    : [{ field: path, message: `${path} ${expected(type)}.` }];
}

export function requiredAt(path: string, type: GraphQLInputType): PlaceFault {
  return { field: path, message: `${path} is required and ${expected(type)}.` };
}
