import { isRecord, type Access } from './access.js';

export interface Question {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

export interface GraphFault {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

export interface Cost {
  readonly requested: number;
  readonly maximum: number;
}

/** An answer as it came; `data` is always there, because the editor takes its absence for an old server. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphFault[];
  readonly extensions?: { readonly cost?: Cost };
}

export async function askGraph(access: Access | null, question: Question): Promise<Answer> {
  if (access === null) return failed('Choose who asks first.', 'UNAUTHENTICATED');
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
        authorization: `Bearer ${access.token}`,
        ...(access.membership === null ? {} : { 'mainstay-membership': access.membership }),
      },
      body: JSON.stringify(question),
    });
    const body: unknown = await response.json();
    return isRecord(body) ? { data: null, ...body } : failed('The answer is not one of the graph.');
  } catch {
    return failed('The graph could not be reached.', 'UNAVAILABLE');
  }
}

function failed(message: string, code = 'INTERNAL'): Answer {
  return { data: null, errors: [{ message, extensions: { code } }] };
}

export function costOf({ extensions }: Answer): Cost | null {
  return extensions?.cost ?? null;
}

export function codeOf({ errors }: Answer): string | null {
  return errors?.[0]?.extensions?.code ?? null;
}
