import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type SelectionSetNode,
} from 'graphql';
import type { DocumentLimits } from './limits.js';
import { refusal } from './refusal.js';

type StructureLimits = Pick<DocumentLimits, 'depth' | 'rootFields' | 'fields'>;

interface Measure {
  readonly depth: number;
  readonly rootFields: number;
  readonly fields: number;
}

const nothing: Measure = { depth: 0, rootFields: 0, fields: 0 };

/** Where the executor and Apollo keep names of their own; a client's may not shadow them. */
const reservedVariable = /^(_|representations)/;

/**
 * Rules over the tree that come before validation, because validation itself is what some documents attack:
 * its cost grows with the square of the fields. Each fragment is measured once, however often it is spread.
 */
export function structureFault(document: DocumentNode, limits: StructureLimits): GraphQLError | null {
  const reserved = reservedName(document);
  if (reserved !== null) return reserved;
  const measures = createMeasurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, rootFields, fields } = measures(definition.selectionSet);
    if (rootFields > limits.rootFields) {
      return refusal(`An operation has more than ${limits.rootFields} root fields.`, definition);
    }
    if (depth > limits.depth)
      return refusal(`An operation is deeper than ${limits.depth} fields.`, definition);
    if (fields > limits.fields) {
      return refusal(
        `An operation has more than ${limits.fields} fields, fragments written out.`,
        definition,
      );
    }
  }
  return null;
}

function createMeasurer(document: DocumentNode): (selections: SelectionSetNode) => Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measure>();

  function ofFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // Set before descending: a circular fragment ends here, and validation says what is wrong with it.
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const measure = fragment === undefined ? nothing : ofSelections(fragment.selectionSet);
    measured.set(name, measure);
    return measure;
  }

  function ofField(field: FieldNode): Measure {
    // Introspection is nested by nature and answered from memory; graphql-js limits its lists.
    if (field.name.value.startsWith('__')) return { depth: 1, rootFields: 1, fields: 1 };
    const below = field.selectionSet === undefined ? nothing : ofSelections(field.selectionSet);
    return { depth: below.depth + 1, rootFields: 1, fields: below.fields + 1 };
  }

  function ofSelections({ selections }: SelectionSetNode): Measure {
    let [depth, rootFields, fields] = [0, 0, 0];
    for (const selection of selections) {
      const measure =
        selection.kind === Kind.FIELD
          ? ofField(selection)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet)
            : ofFragment(selection.name.value);
      depth = Math.max(depth, measure.depth);
      rootFields += measure.rootFields;
      fields += measure.fields;
    }
    return { depth, rootFields, fields };
  }

  return ofSelections;
}

function reservedName(document: DocumentNode): GraphQLError | null {
  const pending: SelectionSetNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const variable = definition.variableDefinitions?.find((one) =>
        reservedVariable.test(one.variable.name.value),
      );
      if (variable !== undefined) return refusal('This name of a variable is reserved.', variable);
    }
    if ('selectionSet' in definition) pending.push(definition.selectionSet);
  }
  for (let set = pending.pop(); set !== undefined; set = pending.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD && selection.alias?.value.startsWith('_')) {
        return refusal('An alias may not begin with an underscore.', selection);
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet !== undefined) {
        pending.push(selection.selectionSet);
      }
    }
  }
  return null;
}
