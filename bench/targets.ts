import type { LoadRequest, LoadTarget } from './load.js';
import {
  document,
  filterKinds,
  filterOf,
  kindsOf,
  orders,
  pageSize,
  placesDocument,
  questionOf,
  type Asker,
} from './question.js';
import type { Server } from './servers.js';

/** How one kind of server is asked the question; the answers' text is the same. */
type Wording = (asked: unknown) => string;

const asGraph: Wording = (asked) => JSON.stringify({ query: document, variables: asked });
const asBody: Wording = (asked) => JSON.stringify(asked);

export interface Measured {
  readonly target: LoadTarget;
  readonly server: Server;
}

function requestOf(server: Server, token: string, body: string): LoadRequest {
  return {
    path: server.endpoint.pathname,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body,
  };
}

function targetOf(name: string, server: Server, askers: readonly Asker[], wording: Wording): Measured {
  const target: LoadTarget = {
    name,
    origin: server.endpoint.origin,
    request: (index) => {
      const { asker, asked } = questionOf(askers, index);
      return requestOf(server, asker.token, wording(asked));
    },
    check: (body, index) => {
      // Whether the answers are equal was seen before; reading each of them now would slow the asker down.
      if (body.startsWith('{"data":{"licenses":{"nodes":[{"id":') && !body.includes('"errors":')) return;
      throw new Error(`${name} answered request ${String(index)} with ${body.slice(0, 300)}`);
    },
    usage: async () => {
      const parts = [...(await server.usage()).values()];
      return {
        cpuMicros: parts.reduce((sum, part) => sum + part.cpuMicros, 0),
        rssBytes: parts.reduce((sum, part) => sum + part.rssBytes, 0),
      };
    },
  };
  return { target, server };
}

export const byHandTarget = (name: string, server: Server, askers: readonly Asker[]): Measured =>
  targetOf(name, server, askers, asBody);
export const graphTarget = (name: string, server: Server, askers: readonly Asker[]): Measured =>
  targetOf(name, server, askers, asGraph);

async function post(origin: string, { path, headers, body }: LoadRequest): Promise<string> {
  const answer = await fetch(new URL(path, origin), { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== 200)
    throw new Error(`${origin} answered ${String(answer.status)}: ${text.slice(0, 300)}`);
  return text;
}

interface Places {
  readonly errors?: readonly unknown[];
  readonly data: { readonly licenses: { readonly edges: readonly { readonly cursor: string }[] } | null };
}

async function placesIn(graph: Server, token: string, asked: object): Promise<(string | null)[]> {
  const body = JSON.stringify({ query: placesDocument, variables: { first: 100, ...asked } });
  const text = await post(graph.endpoint.origin, requestOf(graph, token, body));
  const { data, errors } = JSON.parse(text) as Places;
  if (errors !== undefined) throw new Error(`The places of a list cannot be read: ${JSON.stringify(errors)}`);
  const cursors = data.licenses?.edges.map((edge) => edge.cursor) ?? [];
  return cursors.length < pageSize ? [] : [null, ...cursors.slice(0, -pageSize)];
}

/** Everybody who has lists with a whole page of licenses, and where in each of them a whole page follows. */
export async function askersOf(
  graph: Server,
  personas: Readonly<Record<string, { readonly token: string; readonly vendorId: string | null }>>,
): Promise<Asker[]> {
  const askers: Asker[] = [];
  for (const [name, { token, vendorId }] of Object.entries(personas)) {
    // An operator sees nothing inside a vendor.
    if (vendorId === null) continue;
    const lists = orders.flatMap((orderBy) => filterKinds.map((filter) => ({ orderBy, filter })));
    const walks = await Promise.all(
      lists.map(async ({ orderBy, filter }) => ({
        orderBy,
        filter,
        places: await placesIn(graph, token, { orderBy, filter: filterOf(filter, 0) }),
      })),
    );
    const whole = walks.filter(({ places }) => places.length > 0);
    if (whole.length > 0) askers.push({ name, token, walks: whole });
  }
  return askers;
}

export interface Agreement {
  readonly compared: number;
  readonly licenses: number;
  readonly tickets: number;
  readonly invoices: number;
}

/** Throws where two servers answer one question with different texts; counts what the answers hold. */
export async function agree(measured: readonly Measured[], askers: readonly Asker[]): Promise<Agreement> {
  const seen = { compared: 0, licenses: 0, tickets: 0, invoices: 0 };
  // Several rounds, so that later places are compared too.
  for (let index = 0; index < kindsOf(askers) * 3; index += 1) {
    const answers = await Promise.all(
      measured.map(async ({ target }) => {
        const text = await post(target.origin, target.request(index));
        target.check(text, index);
        return (JSON.parse(text) as Answer).data;
      }),
    );
    // The order of fields counts too; what stands beside the data, such as the cost, is the graph's own.
    const texts = answers.map((data) => JSON.stringify(data));
    const other = texts.findIndex((text) => text !== texts[0]);
    if (other !== -1) throw new Error(differenceOf(measured, texts, index, other));
    const data = answers[0]!;
    seen.compared += 1;
    seen.licenses += data.licenses.nodes.length;
    for (const { tickets, latestInvoice } of data.licenses.nodes) {
      seen.tickets += tickets.nodes.length;
      seen.invoices += latestInvoice === null ? 0 : 1;
    }
  }
  return seen;
}

interface Answer {
  readonly data: {
    readonly licenses: {
      readonly nodes: readonly {
        readonly tickets: { readonly nodes: readonly unknown[] };
        readonly latestInvoice: unknown;
      }[];
    };
  };
}

function differenceOf(
  measured: readonly Measured[],
  texts: readonly string[],
  index: number,
  at: number,
): string {
  const [first = '', other = ''] = [texts[0], texts[at]];
  let place = 0;
  while (first[place] === other[place]) place += 1;
  const around = (text: string) => text.slice(Math.max(0, place - 150), place + 150);
  const names = [measured[0]?.target.name, measured[at]?.target.name];
  return `Request ${String(index)} is answered differently.\n${names[0] ?? ''}: …${around(first)}…\n${names[1] ?? ''}: …${around(other)}…`;
}
