import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { contactCreate } from './contact-create.js';
import { contactErase } from './contact-erase.js';
import { contactUpdate } from './contact-update.js';

let stage: Stage;
let made = 0;

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterAll(() => stage.close());

/** Somebody new at the account of the customer, written down by it. */
async function somebody(phone: string | null = '+00 1'): Promise<string> {
  made += 1;
  const outcome = await stage.act('cronwell.customer', contactCreate, {
    ...{ accountId: accountOf('cronwell.customer'), name: `Person ${String(made)}`, phone },
    email: `person-${String(made)}@example.com`,
  });
  return outcome.done ? String(outcome.result['contactId']) : 'nobody';
}

const accountOf = (name: string) => String(stage.roleOf(name).accountId);
const rowOf = async (id: string) => (await stage.rows('contact')).find((row) => row['id'] === id);

/** Contacts that a customer of Cronwell may not see: of a neighbor, and of another vendor. */
function others(): Row[] {
  const contacts = stage.world.licensing['contact'] ?? [];
  const { vendorId, accountId } = stage.roleOf('cronwell.customer');
  const [neighbor, foreign] = [
    contacts.find((row) => row['vendor_id'] === vendorId && row['account_id'] !== accountId),
    contacts.find((row) => row['vendor_id'] !== vendorId),
  ];
  return [neighbor, foreign].filter((row) => row !== undefined);
}

async function leavesNothing(codes: string[], asked: () => Promise<object>): Promise<void> {
  const before = [await stage.trail(), await stage.rows('contact')];
  expect(await asked()).toMatchObject({ done: false, refusals: codes.map((code) => ({ code })) });
  expect([await stage.trail(), await stage.rows('contact')]).toEqual(before);
}

describe('a contact', () => {
  test('changes, and the trail says which fields and by whom, not how they read', async () => {
    const contactId = await somebody();
    const input = { contactId, name: ' New Name ', removePhone: true, reason: 'misspelled' };
    expect(await stage.act('cronwell.admin', contactUpdate, input)).toEqual({
      ...{ done: true, result: { contactId } },
    });
    expect(await rowOf(contactId)).toMatchObject({ name: 'New Name', phone: null });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({
      ...{ act: 'contactUpdate', reason: 'misspelled', account_id: accountOf('cronwell.customer') },
      changes: ['name', 'phone'].map((field) => ({ objectId: contactId, field, withheld: true })),
    });
    const accountId = accountOf('cronwell.customer');
    expect(events).toEqual([
      {
        ...{ type: 'contact.changed', aggregate: accountId },
        payload: { contactId, accountId, changed: ['name', 'phone'] },
      },
    ]);
    expect(JSON.stringify([entry, events])).not.toContain('New Name');
  });

  test('may be compared by its new address', async () => {
    const contactId = await somebody();
    await stage.act('cronwell.customer', contactUpdate, { contactId, email: ' Moved@Example.com ' });
    expect(await rowOf(contactId)).toMatchObject({
      email: 'Moved@Example.com',
      email_key: 'moved@example.com',
    });
    const again = {
      ...{ accountId: accountOf('cronwell.customer'), name: 'B', email: 'moved@example.COM' },
      phone: null,
    };
    await leavesNothing(['EMAIL_TAKEN'], () => stage.act('cronwell.customer', contactCreate, again));
  });

  test('that would not change, or take the address of another, is refused and leaves nothing', async () => {
    const [contactId, other] = [await somebody(), await somebody()];
    const [row, taken] = [await rowOf(contactId), await rowOf(other)];
    const ask = (asked: object) => () =>
      stage.act('cronwell.customer', contactUpdate, { contactId, ...asked });
    await leavesNothing(['NOTHING_CHANGED'], ask({}));
    await leavesNothing(['NOTHING_CHANGED'], ask({ name: row?.['name'], email: row?.['email'] }));
    await leavesNothing(['EMAIL_TAKEN'], ask({ email: String(taken?.['email']).toUpperCase() }));
    await leavesNothing(['PHONE_INVALID'], ask({ phone: '' }));
  });

  test('is erased, and nothing of the person is left in any table', async () => {
    const contactId = await somebody();
    const row = await rowOf(contactId);
    const input = { contactId, reason: 'left the company', idempotencyKey: 'erase-once' };
    const accountId = accountOf('cronwell.customer');
    const done = { done: true, result: { contactId, accountId } };
    expect(await stage.act('cronwell.customer', contactErase, input)).toEqual(done);
    expect(await rowOf(contactId)).toBeUndefined();
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'contactErase', reason: 'left the company', account_id: accountId });
    expect(entry['object_ids']).toContain(contactId);
    expect(events).toEqual([
      { type: 'contact.erased', aggregate: accountId, payload: { contactId, accountId } },
    ]);
    const { rows: tables } = await stage.owner.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    for (const { name } of tables) {
      const held = await stage.owner.query(`select 1 from "${name}" t where t::text like '%' || $1 || '%'`, [
        row?.['email'],
      ]);
      expect({ name, held: held.rowCount }).toEqual({ name, held: 0 });
    }
    // The same key answers as it did; another finds nobody.
    expect(await stage.act('cronwell.customer', contactErase, input)).toEqual(done);
    await leavesNothing(['CONTACT_NOT_FOUND'], () =>
      stage.act('cronwell.customer', contactErase, { contactId, reason: 'again' }),
    );
  });

  test('is erased once, also by two at once', async () => {
    const contactId = await somebody(null);
    const ask = () => stage.act('cronwell.admin', contactErase, { contactId, reason: 'asked for' });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  });

  test('of two who ask for one address, one gets it', async () => {
    const ids = [await somebody(), await somebody()];
    const outcomes = await Promise.all(
      ids.map((contactId) =>
        stage.act('cronwell.customer', contactUpdate, { contactId, email: 'wanted@example.com' }),
      ),
    );
    expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
    expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'EMAIL_TAKEN' }] });
  });

  test('of others is not there', async () => {
    for (const row of others()) {
      const contactId = String(row['id']);
      await leavesNothing(['CONTACT_NOT_FOUND'], () =>
        stage.act('cronwell.customer', contactUpdate, { contactId, name: 'X' }),
      );
      await leavesNothing(['CONTACT_NOT_FOUND'], () =>
        stage.act('cronwell.customer', contactErase, { contactId, reason: 'asked for' }),
      );
    }
  });

  test('is corrected by staff for a reason alone', async () => {
    const contactId = await somebody();
    await leavesNothing(['REASON_REQUIRED'], () =>
      stage.act('cronwell.agent', contactUpdate, { contactId, name: 'X' }),
    );
  });
});
