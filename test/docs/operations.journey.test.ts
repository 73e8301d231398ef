import { expect, test } from '@jest/globals';
import { prepareDatabase } from '@mainstay/kernel/db/prepare';
import { migrations as billing } from '@mainstay/billing/migrations/history';
import { migrations as licensing } from '@mainstay/licensing/migrations/history';
import { migrations as support } from '@mainstay/support/migrations/history';
import { ask, open, trialCheckouts } from '../harness/checkouts.js';
import { markedBlock, readDocument } from './blocks.js';

const document = readDocument('docs/operations.md');
const checkout = trialCheckouts();

test('the owner that the document makes prepares all databases, and may tell events again', async () => {
  const server = await open(checkout());
  const statements = markedBlock(document, 'own-databases').split(/;\s*/).filter(Boolean);
  for (const statement of statements) await ask(server.url('postgres'), statement);
  const ownerUrlOf = (service: string) => {
    const url = new URL(server.url(`mainstay_${service}`));
    url.username = 'mainstay_owner';
    url.password = encodeURIComponent('change me');
    return url.href;
  };
  const histories = { licensing, support, billing };
  for (const [service, migrations] of Object.entries(histories)) {
    const { applied } = await prepareDatabase({
      ownerUrl: ownerUrlOf(service),
      loginPassword: 'of a login',
      migrations,
    });
    expect(applied.length).toBeGreaterThan(0);
  }
  const owner = ownerUrlOf('licensing');
  await ask(
    owner,
    `insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
     values ('v', 'e1', 't', 'a', '{}', now()), ('v', 'e2', 't', 'a', '{}', now())`,
  );
  await ask(
    owner,
    `insert into event_delivery (vendor_id, event_id, consumer, aggregate, delivered_at)
     values ('v', 'e1', 'support', 'a', '2026-11-25 15:00:00+00'), ('v', 'e2', 'support', 'a', '2026-11-25 15:58:00+00')`,
  );
  await ask(owner, markedBlock(document, 'tell-again'));
  expect(await ask(owner, 'select event_id from event_delivery where delivered_at is null')).toEqual([
    { event_id: 'e2' },
  ]);
  await server.stop();
}, 240_000);
