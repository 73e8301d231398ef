import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { GraphiQLPlugin } from '@graphiql/react';
import { useContext } from 'react';
import { readyQueries, type ReadyQuery } from './ready-queries.js';
import { SurroundingsContext } from './surroundings.js';

export const readyPlugin: GraphiQLPlugin = { title: 'Ready queries', icon: Icon, content: Panel };

function Icon() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M5 4h14M5 10h14M5 16h8M17 14l4 3-4 3z" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function Panel() {
  const surroundings = useContext(SurroundingsContext);
  const actions = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function open({ title, query, variables }: ReadyQuery) {
    if (surroundings === null || queryEditor === undefined) return;
    // What somebody has written stays in its own tab.
    const written = queryEditor.getValue();
    if (written.trim() !== '' && !readyQueries.some((ready) => ready.query === written)) actions.addTab();
    const values = variables(surroundings.today);
    queryEditor.setValue(query);
    variableEditor?.setValue(Object.keys(values).length === 0 ? '' : JSON.stringify(values, null, 2));
    surroundings.announce(`“${title}” is in the editor: run it with the button “Execute query”.`);
  }

  return (
    <section aria-labelledby="ready-title" className="ready">
      <h2 id="ready-title" className="graphiql-doc-explorer-title">
        Ready queries
      </h2>
      <ul>
        {readyQueries.map((ready) => (
          <li key={ready.title}>
            <button
              type="button"
              onClick={() => {
                open(ready);
              }}
            >
              <strong>{ready.title}</strong>
              <span>{ready.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
