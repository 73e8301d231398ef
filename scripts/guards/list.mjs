// Each entry takes one guard out of the source and names the test that notices. Where two guards stand behind each
// other, the entry takes out the one whose loss the named test can see alone.

const rules = (path, name) => ({ project: 'rules', path, name });
const database = (path, name) => ({ project: 'database', path, name });

const limits = (name) => rules('test/gateway/limits.test.ts', name);
const identity = (name) => rules('test/gateway/identity.test.ts', name);
const kept = (name) => rules('test/gateway/identity-kept.test.ts', name);
const mask = (name) => rules('test/gateway/mask.test.ts', name);
const introspection = (name) => rules('test/gateway/introspection.test.ts', name);
const hostile = (name) => rules('test/gateway/hostile.test.ts', name);
const signed = (name) => rules('services/kernel/src/graph/http.test.ts', name);
const signIn = (name) => rules('services/licensing/src/viewer/resolve-viewer.test.ts', name);
const licensingAccess = (name) => rules('services/licensing/src/viewer/access.test.ts', name);
const driver = (name) => database('services/kernel/src/db/driver.db.test.ts', name);
const pages = (name) => database('services/kernel/src/db/page.db.test.ts', name);
const madeByHelper = database(
  'services/kernel/src/db/catalog.db.test.ts',
  'finds nothing in tables made by the helper',
);
const noHole = (service) =>
  database(`services/${service}/src/migrations/catalog.db.test.ts`, 'no hole in the scope');
// The committed catalog is the reviewed list of grants: one column more is a difference in it.
const committed = (service) =>
  database(`services/${service}/src/migrations/catalog.db.test.ts`, 'committed catalog');

const scan = 'gateway/src/document/scan.ts';
const structure = 'gateway/src/document/structure.ts';
const tokens = 'gateway/src/identity/tokens.ts';
const viewers = 'gateway/src/identity/viewers.ts';
const policies = 'services/kernel/src/db/policies.ts';
const scope = 'services/kernel/src/db/scope.ts';
const admission = 'services/kernel/src/graph/http/admission.ts';
const signature = 'services/kernel/src/graph/http/signature.ts';
const resolving = 'services/licensing/src/viewer/resolve-viewer.ts';
const access = 'services/licensing/src/viewer/access.ts';
const membership = 'services/licensing/src/viewer/membership.rules.ts';
const pageArgs = 'services/kernel/src/db/page-args.ts';
const cursor = 'services/kernel/src/db/cursor.ts';

const signedHead = "[form, method, path, sentAtMs, nonce, requestId, viewer, '']";
const unsigned = (part) => ({
  name: `signature: the ${part} is signed`,
  file: signature,
  find: signedHead,
  replace: signedHead.replace(`${part}, `, ''),
});
const altered = 'only signed requests are heard an altered';

export const guards = [
  // What a document may be.
  ...['tokens', 'nesting', 'aliases', 'directives'].map((limit) => ({
    name: `limit: ${limit}`,
    file: scan,
    find: `counted.${limit} > limits.${limit}`,
    replace: 'false',
    test: limits(`the limit of ${limit} `),
  })),
  ...['depth', 'rootFields', 'fields'].map((limit) => ({
    name: `limit: ${limit}`,
    file: structure,
    find: `(${limit} > limits.${limit})`,
    replace: '(false)',
    test: limits(`the limit of ${limit} `),
  })),
  {
    name: 'limit: cost',
    file: 'gateway/src/answer.ts',
    find: 'cost.requested > cost.maximum',
    replace: 'false',
    test: limits('multiplies without end and is refused all the same'),
  },
  {
    name: 'names: reserved aliases and variables',
    file: structure,
    find: 'if (reserved !== null) return reserved;',
    replace: '',
    test: hostile('numbers and names that bite'),
  },
  {
    name: 'body: size while it arrives',
    file: 'gateway/src/front/body.ts',
    find: 'if (length > maxBytes) {',
    replace: 'if (false) {',
    test: hostile('five megabytes that do not say how many they are'),
  },
  {
    name: 'body: nesting of JSON',
    file: 'gateway/src/front/body.ts',
    find: "if (nestsDeeper(bytes, maxNesting)) return { kind: 'too-deep' };",
    replace: '',
    test: hostile('JSON as deep as it may be is read'),
  },
  {
    name: 'body: size behind the signature',
    file: 'services/kernel/src/graph/http/body.ts',
    find: 'if (length > maxBytes) {',
    replace: 'if (false) {',
    test: signed('a body that grows over the limit'),
  },
  {
    name: 'headers: none is given twice',
    file: 'gateway/src/front/graph-handler.ts',
    find: 'if (hasDoubtfulHeaders(request))',
    replace: 'if (false)',
    test: rules('test/gateway/http.test.ts', 'with the same header twice is refused'),
  },

  // What an error may say.
  {
    name: 'mask: our failures in our words',
    file: 'gateway/src/mask.ts',
    find: 'fixed ?? error.message',
    replace: 'error.message',
    test: mask('an error of a subgraph that is not meant to be read'),
  },
  {
    name: 'mask: a field only in its form',
    file: 'gateway/src/mask.ts',
    find: ' && field.test(named)) extensions',
    replace: ') extensions',
    test: mask('tells no field'),
  },
  {
    name: 'mask: length of a message',
    file: 'gateway/src/mask.ts',
    find: 'error.message.slice(0, maxMessageLength)',
    replace: 'error.message',
    test: mask('cuts what is too long to read'),
  },
  {
    name: 'mask: number of errors',
    file: 'gateway/src/mask.ts',
    find: 'if (masked.length === maxErrors) break;',
    replace: '',
    test: mask('are told once each'),
  },
  {
    name: 'mask: words of a subgraph',
    file: 'services/kernel/src/graph/format-error.ts',
    find: "message: 'Something went wrong on our side.',",
    replace: 'message: error.message,',
    test: rules('services/kernel/src/graph/format-error.test.ts', 'anything else is masked'),
  },
  {
    name: 'mask: only our own faults may be told',
    file: 'services/kernel/src/graph/format-error.ts',
    find: 'if (at instanceof UserFault) return at;',
    replace: "if (at.name === 'UserFault') return at as UserFault;",
    test: rules('services/kernel/src/graph/format-error.test.ts', 'an error that calls itself a fault'),
  },
  {
    name: 'mask: no message in the log',
    file: 'services/kernel/src/graph/format-error.ts',
    find: "lines.filter((line) => line.startsWith('at '))",
    replace: 'lines',
    test: rules('services/kernel/src/graph/format-error.test.ts', 'the log gets kind and place'),
  },

  // Who asks.
  {
    name: 'viewer: missing',
    file: 'services/kernel/src/graph/execute.ts',
    find: 'if ((request.viewer as unknown) === undefined || (request.viewer as unknown) === null)',
    replace: 'if (false)',
    test: rules('services/kernel/src/graph/execute.test.ts', 'throws, and nothing is read'),
  },
  {
    name: 'viewer: form of a sent one',
    file: 'services/kernel/src/graph/http/written-viewer.ts',
    find: 'return read.success ? read.data : null;',
    replace: "return JSON.parse(Buffer.from(written, 'base64url').toString('utf8')) as Viewer;",
    test: signed('signed with half a viewer'),
  },
  {
    name: 'token: allowed algorithms',
    file: tokens,
    find: 'algorithms: [...allowedAlgorithms],',
    replace: '',
    test: identity('that is not on the list'),
  },
  {
    name: 'token: audience',
    file: tokens,
    find: 'audience: authority.audience,',
    replace: '',
    test: identity('for another audience'),
  },
  {
    // Choosing an authority by the issuer and checking the claim afterwards hold each other up: both go.
    name: 'token: issuer',
    file: tokens,
    find: `const authority = authorities.get(issuerNamedBy(token) ?? '');
      if (authority === undefined) return 'refused';
      try {
        const { payload } = await jwtVerify(token, authority.key, {
          algorithms: [...allowedAlgorithms],
          issuer: authority.issuer,`,
    replace: `const [authority] = authorities.values();
      if (authority === undefined) return 'refused';
      try {
        const { payload } = await jwtVerify(token, authority.key, {
          algorithms: [...allowedAlgorithms],`,
    test: identity('of another issuer'),
  },
  {
    name: 'token: expiry',
    file: tokens,
    find: 'clockTolerance: clockToleranceSeconds,',
    replace: 'clockTolerance: 1_000_000_000,',
    test: identity('that has expired'),
  },
  {
    name: 'token: expiry of a kept one',
    file: tokens,
    find: 'Math.min(nowMs + keptMs, payload.exp * 1_000)',
    replace: 'nowMs + keptMs',
    test: kept('is not believed past its end'),
  },
  {
    name: 'token: form of its membership',
    file: tokens,
    find: 'isMembershipId(claim) ? claim : undefined',
    replace: 'isMembershipId(claim) ? claim : null',
    test: identity('whose membership is none'),
  },
  {
    name: 'token: stays at its membership',
    file: 'gateway/src/identity/viewer-of.ts',
    find: 'answer.membershipId !== null && ![null, answer.membershipId].includes(presented.membershipId)',
    replace: 'false',
    test: identity('may not leave the membership for which the token was made'),
  },
  {
    name: 'key: acts under itself',
    file: 'gateway/src/identity/credential.ts',
    find: 'headers.membership !== undefined || !apiKey.test(secret)',
    replace: '!apiKey.test(secret)',
    test: identity('acts under itself'),
  },
  {
    name: 'kept viewer: half a minute',
    file: viewers,
    find: 'kept.set(key, viewer, nowMs + keptMs)',
    replace: 'kept.set(key, viewer)',
    test: kept('is asked about once in half a minute'),
  },
  {
    name: 'kept viewer: its time is the present',
    file: viewers,
    find: 'found({ ...known, now })',
    replace: 'found(known)',
    test: kept('lives in the present'),
  },
  {
    name: 'kept viewer: none of a sandbox',
    file: viewers,
    find: 'if (cacheable && clock',
    replace: 'if (clock',
    test: kept('of a clock that moves by command'),
  },
  {
    name: 'kept viewer: none of a clock that stands',
    file: viewers,
    find: " && clock === 'REAL' &&",
    replace: ' &&',
    test: kept('of a clock that stands'),
  },
  {
    name: 'kept viewer: none asked about during a change',
    file: viewers,
    find: ' && changes === changesBefore) kept',
    replace: ') kept',
    test: kept('while somebody was revoked'),
  },
  {
    name: 'kept viewer: forgotten when revoked',
    file: viewers,
    find: 'return kept.drop((viewer) => concerns(change, viewer));',
    replace: 'return [change].length;',
    test: kept('is forgotten at once'),
  },
  {
    name: 'membership: not own',
    file: membership,
    find: 'own.find(({ id }) => id === named)',
    replace: 'own.find(({ id }) => id === named) ?? own[0]',
    test: rules('services/licensing/src/viewer/membership.rules.test.ts', 'a named one of somebody else'),
  },
  {
    name: 'membership: ended',
    file: membership,
    find: ' && (endsAtMs === null || nowMs < endsAtMs)',
    replace: '',
    test: rules('services/licensing/src/viewer/membership.rules.test.ts'),
  },
  {
    name: 'membership: named and ended',
    file: membership,
    find: "if (!isActive(membership, nowMs)) return { kind: 'refused', reason: 'ENDED' };",
    replace: '',
    test: rules('services/licensing/src/viewer/membership.rules.test.ts', 'a named one that has ended'),
  },
  {
    name: 'membership: ruled by real time',
    file: resolving,
    find: 'chooseMembership(facts, membershipId, Date.parse(now))',
    replace: 'chooseMembership(facts, membershipId, Date.parse(rows[0]?.frozenAt ?? now))',
    test: signIn('whose membership has ended'),
  },
  {
    name: 'key: revoked',
    file: resolving,
    find: 'row.revokedAt !== null || over',
    replace: 'over',
    test: signIn('revoked is refused'),
  },
  {
    name: 'key: expired',
    file: resolving,
    find: 'row.revokedAt !== null || over',
    replace: 'row.revokedAt !== null',
    test: signIn('expired'),
  },
  {
    name: 'key: role of its account',
    file: resolving,
    find: "if (accountId === null) return 'app_admin';",
    replace: "if (accountId !== resellerId || accountId === null) return 'app_admin';",
    test: signIn('reads as app_customer'),
  },
  {
    name: 'user: database role',
    file: resolving,
    find: "CUSTOMER: 'app_customer'",
    replace: "CUSTOMER: 'app_admin'",
    test: signIn('who is CUSTOMER'),
  },

  // What a role may ask for.
  {
    name: 'introspection: by role',
    file: 'gateway/src/answer.ts',
    find: 'prepared.introspects && !mayIntrospect(viewer)',
    replace: 'false',
    test: introspection('does not read the schema'),
  },
  {
    name: 'introspection: no help with names',
    file: 'gateway/src/document/documents.ts',
    find: 'hideSuggestions: !mayLearn',
    replace: 'hideSuggestions: false',
    test: introspection('is not helped with names'),
  },
  {
    name: 'access: an operator stays outside',
    file: access,
    find: "if (role === 'OPERATOR')",
    replace: 'if (false)',
    test: licensingAccess('inside a tenant'),
  },
  {
    name: 'access: tenants for the operator alone',
    file: access,
    find: "if (role !== 'OPERATOR')",
    replace: 'if (false)',
    test: licensingAccess('at the list of tenants'),
  },
  {
    name: 'access: no search by code for an analyst',
    file: access,
    find: "if (databaseRole === 'app_analyst')",
    replace: 'if (false)',
    test: licensingAccess('at a search by code'),
  },
  {
    name: 'access: no money for an agent',
    file: 'services/billing/src/invoice/access.ts',
    find: "role !== 'SUPPORT_AGENT' && ",
    replace: '',
    test: rules('services/billing/src/invoice/access.test.ts', 'is hidden from those'),
  },
  {
    name: 'access: money by the scope of a key',
    file: 'services/billing/src/invoice/access.ts',
    find: "return scopes.includes('billing:read');",
    replace: 'return scopes.length > 0;',
    test: rules('services/billing/src/invoice/access.test.ts', 'is told to a key'),
  },
  {
    name: 'visibility: marked fields read null',
    file: 'services/kernel/src/graph/visibility.ts',
    find: 'if (blind.has((context as { viewer: Viewer }).viewer.role)) return null;',
    replace: '',
    test: rules('services/kernel/src/graph/visibility.test.ts', 'reads null for'),
  },
  {
    name: 'visibility: @personal is a mark',
    file: 'services/kernel/src/graph/visibility.ts',
    find: 'new Set(visibilityDirectives.map((directive) => directive.name))',
    replace: "new Set(['secret'])",
    test: rules('services/kernel/src/graph/visibility.test.ts', 'reads null for'),
  },

  // Between processes.
  {
    name: 'signature: compared',
    file: signature,
    find: ' && timingSafeEqual(given, wanted)',
    replace: '',
    test: signed('the signature of another key'),
  },
  { ...unsigned('viewer'), test: signed(`${altered} viewer`) },
  { ...unsigned('path'), test: signed(`${altered} path`) },
  { ...unsigned('method'), test: signed(`${altered} method`) },
  { ...unsigned('requestId'), test: signed(`${altered} request id`) },
  { ...unsigned('nonce'), test: signed(`${altered} nonce`) },
  { ...unsigned('sentAtMs'), test: signed(`${altered} instant`) },
  {
    name: 'signature: the body is signed',
    file: signature,
    find: '.update(head).update(body)',
    replace: '.update(head)',
    test: signed(`${altered} body`),
  },
  {
    name: 'signature: window of time',
    file: admission,
    find: "apart <= skewMs ? claim : 'out-of-time'",
    replace: 'apart >= 0 ? claim : claim',
    test: signed('too old|from too far ahead'),
  },
  {
    name: 'signature: heard once',
    file: admission,
    find: "seen.add(envelope.nonce, Date.parse(clock())) ? null : 'seen-before'",
    replace: 'null',
    test: signed('one that was heard is not heard again'),
  },
  {
    name: 'method: a subgraph hears POST alone',
    file: 'services/kernel/src/graph/http.ts',
    find: "if (request.method !== 'POST') return refusal(405, { allow: 'POST' });",
    replace: '',
    test: signed('what is no request for a graph a GET'),
  },
  {
    name: 'cancellation: never of a change, in a subgraph',
    file: 'services/kernel/src/graph/execute.ts',
    find: 'isMutation ? { ...request, signal: undefined } : request',
    replace: 'request',
    test: rules('services/kernel/src/graph/execute.test.ts', 'does not tell a change'),
  },
  {
    name: 'cancellation: never of a change, in the gateway',
    file: 'gateway/src/execution/subgraphs.ts',
    find: '(fetch.isMutation ? change : read)',
    replace: 'read',
    test: rules('test/gateway/cancellation.test.ts', 'never gets a signal'),
  },

  // Which rows and columns.
  {
    name: 'rows: security is enabled',
    file: policies,
    find: '`alter table ${table} enable row level security`,',
    replace: '',
    test: madeByHelper,
  },
  {
    name: 'rows: security is forced',
    file: policies,
    find: '`alter table ${table} force row level security`,',
    replace: '',
    test: madeByHelper,
  },
  {
    name: 'rows: of the vendor',
    file: policies,
    find: "`${definition.vendor ?? 'vendor_id'} = (select app.vendor())`",
    replace: "'true'",
    test: driver('each role sees its rows'),
  },
  {
    name: 'rows: of the account',
    file: policies,
    find: "`${vendor} and ${column} = (select app.${rows === 'license' ? 'license' : 'account'}())`",
    replace: 'vendor',
    test: driver('each role sees its rows'),
  },
  {
    name: 'rows: narrowed further',
    file: policies,
    find: 'grant.and === undefined ? scope : `${scope} and ${grant.and}`',
    replace: 'scope',
    test: database('services/support/src/scope.db.test.ts', 'a reseller does not'),
  },
  {
    name: 'scope: of a key',
    file: scope,
    find: "viewer.role === 'PARTNER' && !viewer.scopes.includes(`${service}:read`)",
    replace: 'false',
    test: driver('never reach the database'),
  },
  {
    name: "scope: a viewer's database role",
    file: scope,
    find: '!knownRoles.has(viewer.databaseRole)',
    replace: 'false',
    test: driver('never reach the database'),
  },
  {
    name: 'scope: no vendor, no rows',
    file: scope,
    find: "viewer.vendorId === null && viewer.databaseRole !== 'app_operator'",
    replace: 'false',
    test: driver('never reach the database'),
  },
  {
    name: 'scope: ends with its statement',
    file: scope,
    find: "set_config('app.vendor', $2, true)",
    replace: "set_config('app.vendor', $2, false)",
    test: driver('nothing of a request is left on the connection'),
  },
  {
    name: "grant: a ticket's subject is not the analyst's",
    file: 'services/support/src/migrations/2026_11_25_tickets.ts',
    find: "        'number',\n        'state',",
    replace: "        'number',\n        'subject',\n        'state',",
    test: committed('support'),
  },
  {
    name: "grant: codes are not the analyst's",
    file: 'services/licensing/src/migrations/2026_11_25_licenses.ts',
    find: "        'product_id',\n        'metric',",
    replace: "        'product_id',\n        'activation_code',\n        'metric',",
    test: committed('licensing'),
  },
  {
    name: "grant: invoices are not the agent's",
    file: 'services/billing/src/migrations/2026_11_25_invoices.ts',
    find: "  app_admin: '*',\n  app_reseller",
    replace: "  app_admin: '*',\n  app_agent: '*',\n  app_reseller",
    test: committed('billing'),
  },
  {
    name: 'key: codes of two vendors never meet',
    file: 'services/licensing/src/migrations/2026_11_25_licenses.ts',
    find: 'unique (vendor_id, code_key)',
    replace: 'unique (code_key)',
    test: noHole('licensing'),
  },
  {
    name: 'page: at most a hundred',
    file: pageArgs,
    find: ' || asked > maximalSize',
    replace: '',
    test: pages('a page above 100'),
  },
  {
    name: 'page: at least one',
    file: pageArgs,
    find: ' || asked < 1',
    replace: '',
    test: pages('a page of none|a negative page'),
  },
  {
    name: 'cursor: of this order and direction',
    file: cursor,
    find: 'order !== expected.order || direction !== expected.direction',
    replace: 'false',
    test: pages('a cursor of the other direction'),
  },
  {
    name: 'cursor: of the type of its key',
    file: cursor,
    find: 'value === null ? !expected.nullable : !isOfType(value, expected.type)',
    replace: 'false',
    test: pages('a cursor with a key of another type'),
  },
];
