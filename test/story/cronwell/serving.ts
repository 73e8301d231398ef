import { getSupportEntitlement, mayUse, operation, ticketOpen, ticketReply } from '@mainstay/sdk';
import { customerOf, same } from '../buying.js';
import { advanceTo, done, holds, refused, type Scene } from '../stage.js';
import { firstOn, lapsed, validated, type Known } from './known.js';
import { machine, refuseMove } from './machines.js';

export async function support(scene: Scene, { bare }: Known): Promise<Partial<Known>> {
  const { ticketOpen: opened } = await ticketOpen(customerOf(scene).client, {
    input: {
      ...{ licenseId: bare, subject: 'Jobs start late', body: 'Since this morning.', channel: 'EMAIL' },
      idempotencyKey: scene.key('ticket'),
    },
  });
  const ticketId = done(opened).ticket?.id ?? '';
  const { ticketReply: answered } = await ticketReply(scene.agent, {
    input: { ticketId, body: 'We are looking at it.', idempotencyKey: scene.key('reply') },
  });
  holds(done(answered).ticket?.target?.metAt != null, 'The first answer did not meet the target.');
  scene.stage.say(
    `a ticket is accepted, due by ${opened.ticket?.target?.dueAt ?? 'no instant'}, and answered`,
  );
  return { ticketId };
}

interface Told {
  readonly licenses: {
    readonly nodes: readonly {
      readonly id: string;
      readonly activationCode: string | null;
      readonly coverage: { readonly expiresOn: string | null };
      readonly tickets: { readonly nodes: readonly { readonly id: string }[] };
      readonly order: { readonly id: string; readonly invoice: { readonly id: string } | null } | null;
    }[];
  };
}

/** Of no operation of the SDK: written for one question, over all three services. */
const whatRuns = operation<Told, { readonly accountId: string; readonly on: string }>(`
  query WhatRuns($accountId: ID!, $on: Date!) {
    licenses(first: 10, filter: { accountId: $accountId }) {
      nodes {
        id
        activationCode
        coverage(asOf: $on) { expiresOn }
        tickets(first: 5) { nodes { id } }
        order { id invoice { id } }
      }
    }
  }`);

export async function analyze(scene: Scene, known: Known): Promise<undefined> {
  const { licenses } = await scene.analyst.run(whatRuns, {
    accountId: customerOf(scene).accountId,
    on: firstOn,
  });
  const told = new Map(licenses.nodes.map((node) => [node.id, node]));
  const mine = [...known.bundled, known.bare].map((id) => told.get(id));
  same(
    mine.map((license) => license?.activationCode),
    [null, null, null, null],
    'To an analyst codes are',
  );
  same(
    mine.map((license) => license?.coverage.expiresOn),
    Array.from({ length: 4 }, () => '2022-01-11'),
    'Licensing tells that cover ends on',
  );
  same(told.get(known.bare)?.tickets.nodes, [{ id: known.ticketId }], 'Support tells the tickets');
  same(
    mine.map((license) => license?.order),
    mine.map(() => ({ id: known.orderId, invoice: { id: known.invoiceId } })),
    'Billing tells what they were bought by',
  );
  scene.stage.say('an analyst asks once for cover, tickets and the order of 4 licenses, and reads no code');
  return undefined;
}

interface Decided {
  readonly rules: readonly {
    readonly code: string;
    readonly rule: string;
    readonly verdict: string;
    readonly facts: readonly { readonly name: string; readonly value: string | null }[];
  }[];
}

/** What a rule looked at, by name. */
function factsOf({ rules }: Decided, code: string) {
  const rule = rules.find((one) => one.code === code);
  const facts = Object.fromEntries((rule?.facts ?? []).map(({ name, value }) => [name, value] as const));
  return { rule: rule?.rule, verdict: rule?.verdict, facts };
}

async function which(scene: Scene, { bare: id }: Known): Promise<undefined> {
  const decisionOn = async (version: string) => {
    const { license } = await mayUse(customerOf(scene).client, { id, version, asOf: '2022-02-14' });
    holds(license !== null, 'Nobody decided on a version.');
    return license.mayUse;
  };
  const [entitled, later] = [await decisionOn('8.6.0'), await decisionOn('8.9.0')];
  same([entitled.accepted, entitled.failed], [true, []], '8.6.0 of the last year of cover is');
  same([later.accepted, later.leading], [false, 'VERSION_AFTER_CUTOFF'], '8.9.0 of after its end is');
  const { rule, verdict, facts } = factsOf(later, 'VERSION_AFTER_CUTOFF');
  same([rule, verdict], ['M6', 'FAILED'], 'What refused it is');
  // The first instant of 2022-01-11 in Stockholm, and the instant of the release.
  same(
    [facts['cutoffAt'], facts['releasedAt']].map((at) => Date.parse(at ?? '')),
    ['2022-01-10T23:00:00Z', '2022-02-12T00:48:50Z'].map((at) => Date.parse(at)),
    'It saw',
  );
  const [remedy] = later.remedies;
  scene.stage.say(
    `8.6.0 goes on, 8.9.0 came after the cut-off ${facts['cutoffAt'] ?? ''}: ${remedy?.text ?? ''}`,
  );
  return undefined;
}

export async function lapse(scene: Scene, known: Known): Promise<undefined> {
  await advanceTo(scene, lapsed);
  const { bare } = known;
  const at = { licenseId: bare, fingerprint: machine };
  const past = await validated(scene, known, { ...at, version: '8.9.0' });
  same(past.reason, 'VERSION_AFTER_CUTOFF', '8.9.0 reads');
  const still = await validated(scene, known, { ...at, version: '8.6.0' });
  holds(
    still.valid && still.warnings.includes('COVER_LAPSED'),
    'An entitled version stopped with its cover.',
  );
  await which(scene, known);
  scene.stage.say(`without cover the license moves nowhere: ${await refuseMove(scene, known)}`);
  const { client } = customerOf(scene);
  const { license } = await getSupportEntitlement(client, { licenseId: bare });
  const decision = license?.supportEntitlement;
  holds(decision?.accepted === false, 'Support is owed without cover.');
  const { ticketOpen: opened } = await ticketOpen(client, {
    input: { licenseId: bare, subject: 'Again', body: 'A year later.', channel: 'EMAIL' },
  });
  const says = refused(opened, 'NOT_COVERED');
  scene.stage.say(
    `lapsed, a ticket is refused (${says}) with the ways forward ${decision.waysForward.join(', ')}`,
  );
  return undefined;
}
