import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createTokenVerifier } from '@mainstay/gateway/identity/tokens';
import { newSecrets, openIssuer } from './issuer.js';

const nowMs = Date.parse('2026-11-02T12:00:00Z');
const dayMs = 86_400_000;
const membership = `mbr_${'0'.repeat(26)}`;

test('the gateway takes its tokens, for a year', async () => {
  const issuer = await openIssuer(newSecrets(nowMs));
  const token = await issuer.tokenFor('cronwell-admin', membership);
  const verifier = createTokenVerifier([issuer]);
  expect(await verifier.verify(token, nowMs)).toEqual({
    issuer: 'https://issuer.demo.mainstay.invalid',
    subject: 'cronwell-admin',
    membershipId: membership,
  });
  expect(await createTokenVerifier([issuer]).verify(token, nowMs + 364 * dayMs)).not.toBe('refused');
  expect(await createTokenVerifier([issuer]).verify(token, nowMs + 366 * dayMs)).toBe('refused');
});

test("another installation's token is refused", async () => {
  const [own, other] = [await openIssuer(newSecrets(nowMs)), await openIssuer(newSecrets(nowMs))];
  const verifier = createTokenVerifier([own]);
  expect(await verifier.verify(await other.tokenFor('cronwell-admin', null), nowMs)).toBe('refused');
});

test('the same secrets sign the same text and make the same keys', async () => {
  const secrets = newSecrets(nowMs);
  const [first, second] = [await openIssuer(secrets), await openIssuer(secrets)];
  expect(await second.tokenFor('demo-operator', null)).toBe(await first.tokenFor('demo-operator', null));
  expect(second.partnerKey('cronwell')).toBe(first.partnerKey('cronwell'));
  expect(first.partnerKey('cronwell')).not.toBe(first.partnerKey('tubeworks'));
});

test('a partner key has the form that the gateway reads, and is kept as its SHA-256', async () => {
  const issuer = await openIssuer(newSecrets(nowMs));
  const key = issuer.partnerKey('deskhaven');
  expect(key).toMatch(/^msk_[0-9a-f]{64}$/);
  expect(issuer.partnerKeyHash('deskhaven')).toBe(createHash('sha256').update(key).digest('hex'));
});

test('what is published holds no private part', async () => {
  const { jwks } = await openIssuer(newSecrets(nowMs));
  expect(jwks.keys.keys).toEqual([
    { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: 'demo', alg: 'EdDSA', use: 'sig' },
  ]);
});
