import type { Manifest } from './manifest.js';

export const assetsPath = '/explorer/assets/';

/**
 * Scripts, workers and requests of this origin alone; no script in the page itself. The editor lays its lines out
 * by style attributes and writes its theme into a style element, which is why styles may be inline and no more.
 */
export const explorerPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The waiting page has nothing but a line of text. */
export const waitingPolicy =
  "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function explorerPage(manifest: Manifest): string {
  const { script, style, preload, workers } = manifest;
  const href = (name: string) => `${assetsPath}${name}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mainstay explorer</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${href(style)}">
${preload.map((name) => `<link rel="modulepreload" href="${href(name)}">`).join('\n')}
</head>
<body>
<div id="explorer" data-editor-worker="${href(workers.editor)}" data-graphql-worker="${href(workers.graphql)}" data-json-worker="${href(workers.json)}"></div>
<noscript>The explorer needs JavaScript. The graph itself answers POST /graphql.</noscript>
<script type="module" src="${href(script)}"></script>
</body>
</html>
`;
}

export const waitingPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="1">
<title>The explorer is being prepared</title>
<link rel="icon" href="data:,">
</head>
<body>
<main role="status">
<h1>The explorer is being prepared</h1>
<p>This page tries again by itself. The graph already answers at /graphql.</p>
<p>If it stays like this, run <code>node scripts/explorer.mjs</code>: it says why.</p>
</main>
</body>
</html>
`;
