import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

// What the composer does not tell: it knows no hints, and silently takes the first of two descriptions.

const builtIn = /^(_|link__|federation__|FieldSet$|__)/;
const roots = new Set(['Query', 'Mutation']);
const federationFields = new Set(['_service', '_entities']);

function ownTypes(schema) {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !builtIn.test(type.name) && !isSpecifiedScalarType(type),
  );
}

function directivesOf(node) {
  return new Set((node?.directives ?? []).map((directive) => directive.name.value));
}

/** A type that another subgraph owns and this one adds fields to: nothing of its own but the key is there. */
function isAddition(type, owners, subgraph) {
  return owners.has(type.name) && owners.get(type.name) !== subgraph;
}

/** The owner of an entity is the subgraph that describes it. */
function ownersOf(builds, faults) {
  const owners = new Map();
  for (const { name, schema } of builds) {
    for (const type of ownTypes(schema)) {
      if (!isObjectType(type) || !directivesOf(type.astNode).has('key') || !type.description) continue;
      if (owners.has(type.name))
        faults.push(
          `${type.name}: described by ${owners.get(type.name)} and by ${name}; only its owner describes an entity`,
        );
      else owners.set(type.name, name);
    }
  }
  return owners;
}

function describedFaults(place, element) {
  const description = element.description?.trim() ?? '';
  if (description === '') return [`${place}: has no description`];
  const words = (text) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (words(description) === words(place.split('.').at(-1)))
    return [`${place}: its description only repeats the name`];
  return [];
}

function fieldFaults(type, owner) {
  const faults = [];
  for (const field of Object.values(type.getFields())) {
    if (federationFields.has(field.name)) continue;
    const place = `${type.name}.${field.name}`;
    if (owner || field.name !== 'id') faults.push(...describedFaults(place, field));
    for (const argument of field.args ?? [])
      faults.push(...describedFaults(`${place}(${argument.name}:)`, argument));
    if (!owner && field.name !== 'id' && isNonNullType(field.type))
      faults.push(`${place}: added to another's entity, so it must be nullable`);
    if (type.name === 'Query' && isNonNullType(field.type))
      faults.push(`${place}: a root field must be nullable`);
  }
  return faults;
}

function typeFaults(type, { owners, name }) {
  const added = isAddition(type, owners, name);
  const faults = added || roots.has(type.name) ? [] : describedFaults(type.name, type);
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
    faults.push(...fieldFaults(type, !added));
  if (isEnumType(type))
    for (const value of type.getValues())
      faults.push(...describedFaults(`${type.name}.${value.name}`, value));
  return faults;
}

/** A reference leads to an entity of another subgraph: a failure there must never erase the object that holds it. */
function referenceFaults(type, { owners, name }) {
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const target = isNonNullType(field.type) ? field.type.ofType : null;
    return target !== null && isObjectType(target) && isAddition(target, owners, name)
      ? [`${type.name}.${field.name}: leads into ${owners.get(target.name)}, so it must be nullable`]
      : [];
  });
}

function shapeOf(type) {
  if (isScalarType(type)) return `scalar ${type.description}`;
  if (isEnumType(type))
    return `enum ${type.description} ${type
      .getValues()
      .map((value) => `${value.name} ${value.description}`)
      .join()}`;
  const fields = Object.values(type.getFields()).map(
    (field) => `${field.name}: ${field.type} ${field.description}`,
  );
  return `${type.description} ${fields.join()}`;
}

/** What several subgraphs have, they must have alike, word for word. */
function sharedFaults(builds, owners) {
  const seen = new Map();
  const faults = [];
  for (const { name, schema } of builds) {
    for (const type of ownTypes(schema)) {
      if (
        // Each subgraph adds fields of its own to these.
        ['Query', 'Mutation'].includes(type.name) ||
        owners.has(type.name) ||
        !('getFields' in type || isEnumType(type) || isScalarType(type))
      )
        continue;
      const shape = shapeOf(type);
      const other = seen.get(type.name);
      if (other === undefined) seen.set(type.name, { name, shape });
      else if (other.shape !== shape) faults.push(`${type.name}: differs between ${other.name} and ${name}`);
    }
  }
  return faults;
}

/** Every entity of a subgraph must have a way in: without a resolver its references would answer with a bare id. */
function resolverFaults({ name, schema }) {
  return ownTypes(schema).flatMap((type) =>
    isObjectType(type) &&
    directivesOf(type.astNode).has('key') &&
    type.extensions.apollo?.subgraph?.resolveReference === undefined
      ? [`${type.name}: ${name} has no reference resolver for it`]
      : [],
  );
}

/** All faults at once, each with its place. */
export function checkSubgraphs(builds) {
  const faults = [];
  const owners = ownersOf(builds, faults);
  for (const build of builds) {
    const place = { owners, name: build.name };
    for (const type of ownTypes(build.schema)) {
      if (isScalarType(type) && !type.astNode) continue;
      faults.push(...typeFaults(type, place).map((fault) => `${build.name}: ${fault}`));
      faults.push(...referenceFaults(type, place).map((fault) => `${build.name}: ${fault}`));
    }
    faults.push(...resolverFaults(build));
  }
  return [...faults, ...sharedFaults(builds, owners)];
}
