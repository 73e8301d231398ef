import { database, rules, signed } from './tests.mjs';

const admission = 'services/kernel/src/graph/http/admission.ts';
const signature = 'services/kernel/src/graph/http/signature.ts';
const signedHead = "[form, method, path, sentAtMs, nonce, requestId, viewer, '']";
const unsigned = (part) => ({
  name: `signature: the ${part} is signed`,
  file: signature,
  find: signedHead,
  replace: signedHead.replace(`${part}, `, ''),
});
const altered = 'only signed requests are heard an altered';
const embedded = 'services/kernel/src/embedded';
const server = (file, name) => database(`${embedded}/${file}.db.test.ts`, name);
const backups = (name) => ({ project: 'journeys', path: 'test/journeys/backup.journey.test.ts', name });
const serverRule = (file, name) => rules(`${embedded}/${file}.test.ts`, name);

/** Between processes. */
export const processes = [
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
  {
    name: 'embedded: links are made where no install script ran',
    file: `${embedded}/place.ts`,
    find: 'ensureLinks(native);\n    return true;',
    replace: 'return true;',
    test: server('binaries'),
  },
  {
    name: 'embedded: root gives the server an account without rights',
    file: `${embedded}/account.ts`,
    find: 'uid === 0 ? unprivileged : null',
    replace: 'null',
    test: serverRule('place', 'root gets an account'),
  },
  {
    name: "embedded: somebody else's folder is not trusted",
    file: `${embedded}/place.ts`,
    find: 'if (!found.isDirectory() || found.uid !== process.getuid?.())',
    replace: 'if (false)',
    test: serverRule('place', 'somebody else laid there'),
  },
  {
    name: 'embedded: nobody is trusted without a password',
    file: `${embedded}/server.ts`,
    find: '--auth=scram-sha-256',
    replace: '--auth=trust',
    test: server('password', 'password is refused'),
  },
  {
    name: 'embedded: the password is private',
    file: `${embedded}/private-file.ts`,
    find: "{ mode: 0o600, flag: 'wx' }",
    replace: "{ flag: 'wx' }",
    test: server('password', 'its owner alone may read'),
  },
  {
    name: 'embedded: variables of libpq stay outside',
    file: `${embedded}/account.ts`,
    find: ".filter(([name]) => !name.toUpperCase().startsWith('PG'))",
    replace: '',
    test: server('environment', 'variables of libpq'),
  },
  {
    name: 'embedded: an orphan is adopted',
    file: `${embedded}/supervisor.ts`,
    find: 'const found = await answering(input);',
    replace: 'const found = null as Postmaster | null;',
    test: server('orphan', 'the next start adopts'),
  },
  {
    name: 'embedded: a stranger with the id is left alone',
    file: `${embedded}/postmaster.ts`,
    find: ' && commandOf(pid).includes(data)',
    replace: '',
    test: server('orphan', 'another program'),
  },
  {
    name: 'embedded: a watchdog minds other users',
    file: `${embedded}/users.ts`,
    find: ' 2>/dev/null && exit 0',
    replace: ' 2>/dev/null',
    test: server('orphan', 'the watchdog of a killed start'),
  },
  {
    name: 'embedded: names of the dead are forgotten',
    file: `${embedded}/supervisor.ts`,
    find: 'if (found === null) forgetUsers(place.folder);',
    replace: '',
    test: server('stop', 'a name left'),
  },
  {
    // Never the stop itself: the copy's own server for tests would outlive the run.
    name: 'embedded: a stop waits for no client',
    file: `${embedded}/server.ts`,
    find: "'-m', 'fast'",
    replace: "'-m', 'smart'",
    test: server('stop', 'a pool that is still open'),
  },
  {
    name: 'embedded: one process at a time',
    file: `${embedded}/only-one.ts`,
    find: '; begin exclusive',
    replace: '',
    test: serverRule('only-one', 'of two processes'),
  },
  {
    name: 'embedded: starts make databases in turn',
    file: `${embedded}/databases.ts`,
    find: "await client.query('select pg_advisory_lock($1)', [lockKey]);",
    replace: '',
    test: server('databases'),
  },
  {
    name: 'parts: one that ends is started again at its port',
    file: 'scripts/start/apart.mjs',
    find: 'const known = { ...environment, [`${name.toUpperCase()}_PORT`]: new URL(url).port };',
    replace: 'const known = environment;',
    test: rules('test/house/parts.test.ts', 'goes on ending'),
  },
  {
    name: 'start: what a stop takes away while it is being opened is no fault',
    file: 'scripts/start/signals.mjs',
    find: 'if (stopping()) return;',
    replace: '',
    test: rules('test/house/start-stopped.test.ts', 'is no fault'),
  },
  {
    name: 'start: a Ctrl-C that npm passes on is not a second one',
    file: 'scripts/start/signals.mjs',
    find: 'if (stopping && now() - askedAt < sameMs) return;',
    replace: '',
    test: rules('test/house/start-stopped.test.ts', 'npm passes on is one'),
  },
  {
    name: 'parts: what is stopped is not started again',
    file: 'scripts/start/apart.mjs',
    find: 'if (part.stopping) return;',
    replace: '',
    test: rules('test/house/parts.test.ts', 'not started once more'),
  },
  {
    name: 'events: one that was given up is sent again only when somebody asks for it',
    file: 'services/kernel/src/events/dead-letters.ts',
    find: '($1::text is null and gave_up_at is not null or event_id = $1::text)',
    replace: '($1::text is null or event_id <> $1::text)',
    test: database('services/kernel/src/events/dead-letters.db.test.ts', 'one event is sent again'),
  },
  {
    name: 'backup: the log that it needs is held while files are copied',
    file: 'services/kernel/src/backup/take.ts',
    find: 'pg_create_physical_replication_slot($1, true, true)',
    replace: 'length($1)',
    test: backups('a backup is taken beside a house that writes'),
  },
  {
    name: 'backup: a half-made one is told from a whole one',
    file: 'services/kernel/src/backup/take.ts',
    find: '  await writeManifest(target, manifest);',
    replace: '',
    test: backups('restored elsewhere'),
  },
  {
    name: 'restore: refused while a server runs',
    file: 'services/kernel/src/backup/restore.ts',
    find: 'if (running !== null)',
    replace: 'if (running === 0)',
    test: backups('refused while a server runs'),
  },
  {
    name: 'restore: what was changed since is noticed',
    file: 'services/kernel/src/backup/restore.ts',
    find: 'if (copied.sha256 !== sha256)',
    replace: "if (copied.sha256 === '')",
    test: backups('one that was changed'),
  },
];
