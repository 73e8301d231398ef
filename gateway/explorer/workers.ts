import type { Environment } from 'monaco-editor';

/** The page names the workers' files, whose names change with their content. */
export function workersOf({ editorWorker, graphqlWorker, jsonWorker }: DOMStringMap): Environment {
  const paths: Readonly<Record<string, string | undefined>> = { graphql: graphqlWorker, json: jsonWorker };
  return {
    getWorker: (_id, label) =>
      new Worker(paths[label] ?? editorWorker ?? '', { type: 'module', name: label }),
  };
}
