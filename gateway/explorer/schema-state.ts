import { codeOf, type Answer } from './graph.js';

/** What became of reading the schema, in words for the reader; the editor itself would say it in JSON. */
export type SchemaState =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'read' }
  | { readonly kind: 'missing'; readonly message: string };

export function schemaStateOf(answer: Answer): SchemaState {
  if (answer.data !== null && (answer.errors ?? []).length === 0) return { kind: 'read' };
  return { kind: 'missing', message: messageOf(answer) };
}

function messageOf(answer: Answer): string {
  switch (codeOf(answer)) {
    case 'UNAUTHENTICATED':
      return 'These credentials are not valid, or no longer: choose another, or load the page again.';
    case 'FORBIDDEN':
      return 'This role may not read the schema. Its queries run all the same, without docs and suggestions.';
    case 'UNAVAILABLE':
      return 'The graph could not be reached, so that its docs are not shown.';
    case null:
    default:
      return `The schema could not be read: ${answer.errors?.[0]?.message ?? 'no reason was given'}`;
  }
}
