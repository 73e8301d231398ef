import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import type { Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import type { ExecutionResult } from 'graphql';
import { useCallback, useEffect, useMemo, useState } from 'react';
import {
  accessOf,
  fetchPersonas,
  rememberChoice,
  rememberedChoice,
  type Access,
  type Choice,
  type Persona,
} from './access.js';
import { AccessBar } from './access-bar.js';
import { askGraph, costOf, type Cost } from './graph.js';
import { LastAnswer } from './last-answer.js';
import { readyPlugin } from './ready-panel.js';
import { readyQueries } from './ready-queries.js';
import { schemaStateOf, type SchemaState } from './schema-state.js';
import { SurroundingsContext } from './surroundings.js';
import { whoAsks, type Asker } from './who-asks.js';

const plugins = [readyPlugin, HISTORY_PLUGIN];
const schemaQuestion = 'ExplorerSchema';

/** `today` is the reader's own day, for as long as the vendor's is not known. */
export function App({ today }: { readonly today: string }) {
  const [personas, setPersonas] = useState<readonly Persona[] | null>(null);
  const [choice, setChoice] = useState<Choice | null>(() => rememberedChoice(sessionStorage));
  const [asker, setAsker] = useState<Asker | null>(null);
  const [announced, announce] = useState('');
  const access = useMemo(() => (personas === null ? null : accessOf(choice, personas)), [choice, personas]);
  const graph = useGraph(access);

  useEffect(() => {
    void fetchPersonas().then(setPersonas);
  }, []);

  useEffect(() => {
    let current = true;
    setAsker(null);
    if (access !== null) {
      void whoAsks(access).then((found) => {
        if (current) setAsker(found);
      });
    }
    return () => {
      current = false;
    };
  }, [access]);

  const choose = useCallback((chosen: Choice | null) => {
    rememberChoice(sessionStorage, chosen);
    setChoice(chosen);
    announce('');
  }, []);
  const surroundings = useMemo(() => ({ today: asker?.today ?? today, announce }), [asker, today]);

  if (personas === null) return <p role="status">Loading …</p>;
  return (
    <SurroundingsContext value={surroundings}>
      <header className="bar">
        <h1>Mainstay explorer</h1>
        <AccessBar personas={personas} choice={choice} onChoose={choose} />
        <p role="status" aria-live="polite" className="state">
          {[standing(access, asker), schemaLine(access, graph.schema), announced].filter(Boolean).join(' ')}
        </p>
      </header>
      <main aria-label="Query editor">
        <GraphiQL
          fetcher={graph.fetcher}
          introspectionQueryName={schemaQuestion}
          inputValueDeprecation
          schemaDescription
          plugins={plugins}
          visiblePlugin={readyPlugin}
          // Headers are ours to set: a token typed into the editor would end up in its history.
          isHeadersEditorEnabled={false}
          defaultEditorToolsVisibility
          defaultQuery={readyQueries[0]?.query ?? ''}
        >
          <GraphiQL.Logo>Mainstay</GraphiQL.Logo>
          <GraphiQL.Footer>
            <LastAnswer access={access} cost={graph.cost} />
          </GraphiQL.Footer>
        </GraphiQL>
      </main>
    </SurroundingsContext>
  );
}

/** A new asker is a new fetcher, upon which the editor drops the schema it has and asks for theirs. */
function useGraph(access: Access | null) {
  const [schema, setSchema] = useState<SchemaState>({ kind: 'unasked' });
  const [cost, setCost] = useState<Cost | null>(null);
  const fetcher = useMemo<Fetcher>(() => {
    return async ({ query, operationName, variables }) => {
      const asksForSchema = operationName === schemaQuestion;
      if (asksForSchema) setSchema({ kind: 'reading' });
      const answer = await askGraph(access, { query, operationName: operationName ?? null, variables });
      if (asksForSchema) setSchema(schemaStateOf(answer));
      else setCost(costOf(answer));
      // The editor shows errors as they came; it asks for graphql-js's own class and uses none of it.
      return answer as ExecutionResult;
    };
  }, [access]);
  useEffect(() => {
    setCost(null);
  }, [access]);
  return { fetcher, schema, cost };
}

function standing(access: Access | null, asker: Asker | null): string {
  if (access === null) return 'Choose who asks; what can be seen depends on it.';
  if (asker === null) return `Asking as ${access.label}.`;
  const place = asker.place === null ? '' : ` for ${asker.place}`;
  return `Asking as ${access.label}: ${asker.role}${place}, where it is ${asker.today}.`;
}

function schemaLine(access: Access | null, schema: SchemaState): string {
  if (access === null || schema.kind === 'unasked') return '';
  if (schema.kind === 'missing') return schema.message;
  return schema.kind === 'reading' ? 'Reading the schema …' : '';
}
