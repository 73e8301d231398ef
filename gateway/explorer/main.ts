import 'monaco-graphql/esm/monaco-editor.js';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './explorer.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { workersOf } from './workers.js';

const place = document.getElementById('explorer');
if (place === null) throw new Error('The page has no place for the explorer.');
window.MonacoEnvironment = workersOf(place.dataset);
createRoot(place).render(createElement(App, { today: new Date().toISOString().slice(0, 10) }));
