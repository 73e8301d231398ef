/** What is asked by GraphQL over HTTP, and in words of ours what is wrong with it: each says what would be right. */
export type ParameterFault = { readonly message: string; readonly field?: string };

const noQuery: ParameterFault = {
  message:
    'Nothing is asked: `query` must be the text of a GraphQL document, as in {"query":"{ __typename }"}.',
  field: 'query',
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a document is named by its hash alone: the front says by its own code that it keeps none, and clients know it. */
function isNamedByHash(extensions: unknown): boolean {
  return isObject(extensions) && Object.hasOwn(extensions as object, 'persistedQuery');
}

function mustBeObject(field: string): ParameterFault {
  return { message: `\`${field}\` must be a JSON object, or left out.`, field };
}

/** Of the JSON object that a POST carries. */
export function faultOfBody(body: Readonly<Record<string, unknown>>): ParameterFault | null {
  const { query, operationName, variables, extensions } = body;
  for (const [field, value] of Object.entries({ variables, extensions })) {
    if (value !== undefined && value !== null && !isObject(value)) return mustBeObject(field);
  }
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    return {
      message: '`operationName` must be the name of an operation as text, or left out.',
      field: 'operationName',
    };
  if (isNamedByHash(extensions) && (query === undefined || query === null)) return null;
  return typeof query === 'string' && query !== '' ? null : noQuery;
}

/** Of the query string that a GET carries. */
export function faultOfSearch(search: URLSearchParams): ParameterFault | null {
  for (const field of ['query', 'operationName', 'variables', 'extensions']) {
    if (search.getAll(field).length > 1)
      return { message: `\`${field}\` is given twice: once is enough.`, field };
  }
  let extensions: unknown;
  for (const field of ['variables', 'extensions']) {
    const text = search.get(field);
    const value = text === null ? null : parsed(text);
    if (text !== null && !isObject(value)) return mustBeObject(field);
    if (field === 'extensions') extensions = value;
  }
  const query = search.get('query');
  if (isNamedByHash(extensions) && query === null) return null;
  return query === null || query === '' ? noQuery : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
