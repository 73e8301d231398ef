import { rules, signed } from './tests.mjs';

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
];
