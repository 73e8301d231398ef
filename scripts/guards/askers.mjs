import { database, rules, identity, kept, signed, signIn } from './tests.mjs';

const tokens = 'gateway/src/identity/tokens.ts';
const viewers = 'gateway/src/identity/viewers.ts';
const resolving = 'services/licensing/src/viewer/resolve-viewer.ts';
const membership = 'services/licensing/src/viewer/membership.rules.ts';

/** Who asks. */
export const askers = [
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
    name: 'key: former text',
    file: resolving,
    find: ' || isPast(row.formerUntil, nowMs)',
    replace: '',
    test: signIn('whose former text is over'),
  },
  {
    name: 'key: text stored nowhere',
    file: 'services/licensing/src/key/api-key-create.ts',
    find: '{ result: { apiKeyId }, secrets: { text }, accountId, events: [] }',
    replace: '{ result: { apiKeyId, text }, secrets: { text }, accountId, events: [] }',
    test: database('services/licensing/src/key/api-key-acts.db.test.ts', 'has its text in no table'),
  },
  {
    name: 'key: made by no key',
    file: 'services/licensing/src/viewer/managed-account.ts',
    find: "['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER']",
    replace: "['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER']",
    test: database('services/licensing/src/key/api-key-acts.db.test.ts', 'is refused to a partner'),
  },
  {
    name: 'managing: its own account alone',
    file: 'services/licensing/src/viewer/managed-account.ts',
    find: "if (role !== 'VENDOR_ADMIN' && named !== own) return 'BEYOND';",
    replace: '',
    test: database('services/licensing/src/key/api-key-acts.db.test.ts', 'is of nobody else'),
  },
  {
    name: 'member: the last administrator',
    file: 'services/licensing/src/member/member.rules.ts',
    find: "if (role === 'VENDOR_ADMIN' && otherAdmins === 0)",
    replace: 'if (otherAdmins < 0)',
    test: rules('services/licensing/src/member/member.rules.test.ts', 'of the last administrator'),
  },
  {
    name: 'member: administrators take turns to leave',
    file: 'services/licensing/src/member/lock-membership.ts',
    find: '\n   order by id for no key update`',
    replace: '`',
    test: database('services/licensing/src/member/member-acts.db.test.ts', 'of the last administrator'),
  },
  {
    name: 'kept viewer: forgotten before the answer leaves',
    file: 'gateway/src/execution/subgraphs.ts',
    find: '      result.extensions?.endedViewers.forEach(forget);\n',
    replace: '',
    test: kept('is forgotten before the answer'),
  },
  {
    name: 'act: tells who may not go on',
    file: 'services/kernel/src/act/perform.ts',
    find: 'if (endsViewers.length > 0) acting.viewersEnded?.(endsViewers);',
    replace: '',
    test: database('services/kernel/src/act/perform.db.test.ts', 'tells who may not go on'),
  },
  {
    name: 'user: database role',
    file: resolving,
    find: "CUSTOMER: 'app_customer'",
    replace: "CUSTOMER: 'app_admin'",
    test: signIn('who is CUSTOMER'),
  },
];
