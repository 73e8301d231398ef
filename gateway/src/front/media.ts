/** The two forms of an answer. They differ in status alone: only the newer one tells a fault by its status. */
export const jsonMedia = 'application/json';
export const graphqlMedia = 'application/graphql-response+json';
export type AnswerMedia = typeof jsonMedia | typeof graphqlMedia;

/** What an Accept header asks for; plain JSON when it leaves the choice to us, null when it wants neither. */
export function negotiate(accept: string | undefined): AnswerMedia | null {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === jsonMedia) return jsonMedia;
  const ranges = accept.split(',').map(readRange);
  const json = qualityOf(jsonMedia, ranges);
  const graphql = qualityOf(graphqlMedia, ranges);
  if (json.quality <= 0 && graphql.quality <= 0) return null;
  if (graphql.quality > json.quality) return graphqlMedia;
  // Equally wanted: the one named more precisely, then the one named first.
  if (graphql.quality < json.quality) return jsonMedia;
  if (graphql.precision !== json.precision)
    return graphql.precision > json.precision ? graphqlMedia : jsonMedia;
  return graphql.position < json.position ? graphqlMedia : jsonMedia;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const given = quality === undefined ? 1 : Number(quality.slice(2));
  return { type, quality: Number.isFinite(given) ? given : 0 };
}

function qualityOf(media: AnswerMedia, ranges: readonly Range[]) {
  let best = { quality: 0, precision: -1, position: 0 };
  ranges.forEach(({ type, quality }, position) => {
    const precision = [`*/*`, 'application/*', media].indexOf(type);
    if (precision > best.precision) best = { quality, precision, position };
  });
  return best;
}

/** Whether a POST body is JSON in UTF-8, the only kind that is read. */
export function isJsonBody(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (type !== jsonMedia) return false;
  return parameters.every((one) => !one.startsWith('charset=') || /^charset=(utf-?8|"utf-?8")$/.test(one));
}
