import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';

/**
 * What a place takes, in words of the schema alone and never of what was sent. It is told to everybody: who asks names
 * the place already, and the schema is published with the SDK. What is guessed ("Did you mean") is another matter.
 */
export function expected(type: GraphQLInputType): string {
  const named = getNamedType(type);
  const list = isListType(getNullableType(type));
  const must = `must be of type ${String(getNullableType(type))}`;
  if (isEnumType(named)) {
    const names = named.getValues().map(({ name }) => name);
    return `${must}, ${list ? 'each ' : ''}one of ${names.join(', ')}`;
  }
  if (isInputObjectType(named)) return `${must}, ${list ? 'each ' : ''}an object with ${fieldNames(named)}`;
  return must;
}

export function fieldNames(type: GraphQLInputObjectType): string {
  return Object.keys(type.getFields()).join(', ');
}

/** The fields that an object must have and does not. */
export function missingFields(type: GraphQLInputObjectType, has: (name: string) => boolean) {
  return Object.values(type.getFields()).filter((field) => isRequiredInputField(field) && !has(field.name));
}
