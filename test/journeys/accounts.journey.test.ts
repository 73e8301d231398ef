import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accountCreate,
  accountUpdate,
  contactCreate,
  contactErase,
  contactUpdate,
  createClient,
  ForbiddenError,
  getAccount,
  type Client,
} from '@mainstay/sdk';
import { openTestGraph, type TestGraph } from '../harness/graph.js';

let graph: TestGraph;

beforeAll(async () => {
  graph = await openTestGraph('one');
});
afterAll(() => graph.stop());

async function clientOf(name: string): Promise<Client> {
  return createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf(name) });
}

describe.each(['cronwell.admin', 'cronwell.reseller', 'cronwell.partner'])('%s', (name) => {
  test('creates an account with a contact, changes both and erases the contact', async () => {
    const client = await clientOf(name);
    const once = { kind: 'CUSTOMER', name: 'Sample Company', country: 'SE', idempotencyKey: 'c1' } as const;
    const created = await accountCreate(client, { input: once });
    const again = await accountCreate(client, { input: once });
    expect(created.accountCreate.userErrors).toEqual([]);
    expect(again).toEqual(created);
    const accountId = created.accountCreate.account?.id ?? 'none';
    const renamed = await accountUpdate(client, { input: { accountId, name: 'Renamed Company' } });
    expect(renamed.accountUpdate.account).toMatchObject({ name: 'Renamed Company', country: 'SE' });

    const person = { accountId, name: 'Sample Person', email: 'person@example.com', phone: '+00 1' };
    const { contactCreate: written } = await contactCreate(client, { input: person });
    const contactId = written.contact?.id ?? 'none';
    const changed = await contactUpdate(client, {
      input: { contactId, email: 'moved@example.com', removePhone: true, reason: 'moved' },
    });
    expect(changed.contactUpdate.contact).toEqual({
      ...{ id: contactId, name: 'Sample Person', email: 'moved@example.com', phone: null },
    });

    const forget = { contactId, reason: 'left the company', idempotencyKey: 'e1' };
    const erased = await contactErase(client, { input: forget });
    expect(erased.contactErase).toMatchObject({ erasedContactId: contactId, userErrors: [] });
    expect(await contactErase(client, { input: forget })).toEqual(erased);
    const { account } = await getAccount(client, { id: accountId });
    expect(account).toMatchObject({ name: 'Renamed Company', contacts: { nodes: [] } });
  });
});

describe('what cannot be done', () => {
  test('names its field and the way out', async () => {
    const client = await clientOf('cronwell.admin');
    const wrong = { kind: 'CUSTOMER', name: ' ', country: 'Sweden' } as const;
    const { accountCreate: refused } = await accountCreate(client, { input: wrong });
    expect(refused.account).toBeNull();
    expect(refused.userErrors).toMatchObject([
      { code: 'NAME_INVALID', field: ['input', 'name'] },
      { code: 'COUNTRY_INVALID', field: ['input', 'country'] },
    ]);
    const contactId = `con_${'0'.repeat(26)}`;
    const { contactErase: nobody } = await contactErase(client, { input: { contactId, reason: 'left' } });
    expect(nobody.userErrors).toMatchObject([{ code: 'CONTACT_NOT_FOUND', field: ['input', 'contactId'] }]);
  });

  test('is not tried for a customer, who creates no accounts', async () => {
    const input = { kind: 'CUSTOMER', name: 'X', country: 'SE' } as const;
    await expect(accountCreate(await clientOf('cronwell.customer'), { input })).rejects.toThrow(
      ForbiddenError,
    );
  });

  test("does not show a reseller's customers to another vendor", async () => {
    const own = await accountCreate(await clientOf('cronwell.reseller'), {
      input: { kind: 'CUSTOMER', name: 'Hidden', country: 'SE' },
    });
    const accountId = own.accountCreate.account?.id ?? 'none';
    const foreign = await accountUpdate(await clientOf('deskhaven.admin'), {
      input: { accountId, name: 'Taken' },
    });
    expect(foreign.accountUpdate.userErrors).toMatchObject([{ code: 'ACCOUNT_NOT_FOUND' }]);
  });
});
