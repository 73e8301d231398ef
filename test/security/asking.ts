import type { Role } from '@mainstay/demo/world/world';
import type { TestGraph } from '../harness/graph.js';
import { Observed, type Answer } from './observed.js';
import { allPages, survey, type Question } from './survey.js';

export type Variables = Readonly<Record<string, unknown>>;

/** Asks the gateway as somebody; texts too, so that an answer can be searched as it came. */
export type Ask = (document: string, variables?: Variables) => Promise<{ text: string; answer: Answer }>;

export async function askerOf(graph: TestGraph, role: Pick<Role, 'name'>): Promise<Ask> {
  const token = await graph.tokenOf(role.name);
  return async (query, variables = {}) => {
    const response = await fetch(graph.house.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { text, answer: JSON.parse(text) as Answer };
  };
}

interface Page {
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Every page of one question. */
async function pagesOf(
  ask: Ask,
  question: Question,
  pages: number,
  hear: (text: string, answer: Answer) => void,
): Promise<void> {
  let after: string | null = null;
  for (let left = pages; left > 0; left -= 1) {
    const { text, answer } = await ask(
      question.document,
      question.pages === null ? {} : { first: question.first, after },
    );
    // Refused as a whole it would tell nothing, and nothing would depart from the matrix.
    if (answer.data === undefined || answer.data === null) throw new Error(`${question.root}: ${text}`);
    hear(text, answer);
    const page = answer.data[question.root] as Page | null | undefined;
    if (page?.pageInfo?.hasNextPage !== true) return;
    after = page.pageInfo.endCursor;
  }
}

/**
 * What somebody sees who asks all that can be asked, one request after the other: `whole` to the last page of every
 * question, otherwise the first pages of those that are dear.
 */
export async function observe(ask: Ask, whole = false): Promise<{ observed: Observed; texts: string[] }> {
  const observed = new Observed();
  const texts: string[] = [];
  for (const question of survey)
    await pagesOf(ask, question, whole ? allPages : (question.pages ?? 1), (text, answer) => {
      texts.push(text);
      observed.take(answer);
    });
  return { observed, texts };
}
