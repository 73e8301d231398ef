import { statement } from '@mainstay/kernel/db/scoped';
import { licenseActivate } from '@mainstay/licensing/activation/license-activate';
import { activationEnd } from '@mainstay/licensing/activation/activation-end';
import { licensePrereleasesSet } from '@mainstay/licensing/license/license-prereleases-set';
import { licenseRevoke, licenseSuspend } from '@mainstay/licensing/license/license-standing';
import { maintenanceAssociate } from '@mainstay/licensing/pack/maintenance-associate';
import { siteCreate } from '@mainstay/licensing/site/site-create';
import { siteMemberAdd } from '@mainstay/licensing/site/site-member-add';
import { licenseTransfer } from '@mainstay/licensing/transfer/license-transfer';
import type { People } from './people.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';
import { buy, type Buyer } from './trade.js';
import type { Fate, Holding } from './trade-scenes.js';

/** What owners and the vendor do with licenses once they are there. */
export function ownershipScenes(play: Play, people: People, holdings: readonly Holding[]): Scene[] {
  const [persona] = people.customers;
  const own = (fate: Fate) => idsOf(holdings, persona.accountId, fate);
  const cover = play.tenant.plan.versions.at(-1)?.policy.cover ?? null;
  return [
    {
      daysAgo: 750,
      hour: 12,
      happens: () => activate(play, persona, [...own('UNBROKEN'), ...own('LAPSED')]),
    },
    { daysAgo: 345, hour: 12, happens: () => activate(play, persona, own('ENDING')) },
    { daysAgo: 310, hour: 12, happens: () => replaceMachine(play, own('UNBROKEN')[0]) },
    { daysAgo: 90, hour: 12, happens: () => changeStandings(play, people, holdings) },
    // What is a line of a contract stays with it.
    ...(cover?.on.includes('CONTRACT') === true
      ? []
      : [{ daysAgo: 200, hour: 12, happens: () => handOn(play, people, holdings) }]),
    ...(cover?.on.includes('SITE') === true ? siteScenes(play, persona, () => own('LAPSED')) : []),
    ...(cover?.on.includes('LICENSE') === true ? packScenes(play, people) : []),
  ];
}

function idsOf(holdings: readonly Holding[], accountId: string, fate: Fate): readonly string[] {
  return holdings.find((one) => one.customer.accountId === accountId && one.fate === fate)?.licenseIds ?? [];
}

async function activate(play: Play, { player }: Buyer, licenseIds: readonly string[]): Promise<void> {
  for (const [index, licenseId] of licenseIds.entries())
    await play.licensing(player, licenseActivate, {
      ...{
        licenseId,
        fingerprint: `sample-machine-${licenseId}`,
        name: `Sample machine ${String(index + 1)}`,
      },
    });
}

const machineOf = statement<{ id: string }>(
  'play.machineOf',
  'select id from activation where license_id = $1::text and deactivated_at is null',
);

async function replaceMachine(play: Play, licenseId: string | undefined): Promise<void> {
  if (licenseId === undefined) return;
  const [held] = await play.read('licensing', machineOf, [licenseId]);
  if (held === undefined) throw new Error('A license that was activated runs on no machine.');
  await play.licensing(play.admin, activationEnd, { activationId: held.id });
  await play.licensing(play.admin, licenseActivate, {
    ...{ licenseId, fingerprint: `new-machine-${licenseId}`, name: 'Sample machine, new' },
  });
}

/** The reseller hands one of the licenses that it bought for itself on to a customer of its own. */
async function handOn(play: Play, people: People, holdings: readonly Holding[]): Promise<void> {
  const [reseller] = people.resellers;
  const own = holdings.find(({ customer, fate }) => customer === reseller && fate === 'ENDING');
  const customer = people.customers.findLast(({ resellerId }) => resellerId === reseller.accountId);
  const licenseId = own?.licenseIds.pop();
  if (licenseId === undefined || customer === undefined)
    throw new Error('A reseller has nothing to hand on, or nobody to take it.');
  const licenses = [{ licenseId, customerId: customer.accountId }];
  await play.licensing(reseller.player, licenseTransfer, { licenses });
}

/** One license asks for pre-releases, one is suspended and one revoked. */
async function changeStandings(play: Play, people: People, holdings: readonly Holding[]): Promise<void> {
  const [persona] = people.customers;
  const [reseller] = people.resellers;
  const [first] = idsOf(holdings, persona.accountId, 'UNBROKEN');
  const late = idsOf(holdings, persona.accountId, 'RENEWED_LATE').at(-1);
  const [lent] = idsOf(holdings, reseller.accountId, 'RENEWED_LATE');
  if (first !== undefined)
    await play.licensing(persona.player, licensePrereleasesSet, { licenseId: first, optIn: true });
  if (late !== undefined)
    await play.licensing(play.admin, licenseSuspend, {
      licenseId: late,
      reason: 'A payment was called back.',
    });
  if (lent !== undefined)
    await play.licensing(play.admin, licenseRevoke, { licenseId: lent, reason: 'Bought twice by mistake.' });
}

const unusedCode = statement<{ id: string }>(
  'play.unusedCode',
  `select id from maintenance_code where account_id = $1::text and state = 'UNUSED' and metric = $2::text
   order by id limit 1`,
);

/** A site whose pack covers licenses that have none of their own. */
function siteScenes(play: Play, owner: Buyer, licenseIds: () => readonly string[]): Scene[] {
  const [product] = play.products;
  return [
    {
      ...{ daysAgo: 200, hour: 12 },
      happens: async () => {
        const { accountId, player } = owner;
        const { siteId = '' } = await play.licensing(player, siteCreate, {
          ...{ accountId, productId: product.id, name: 'Sample site' },
        });
        const lines = [{ kind: 'MAINTENANCE', productId: product.id, metric: 'SITE', years: 1 }] as const;
        await buyFor(play, owner, lines);
        for (const licenseId of licenseIds().slice(0, 2))
          await play.licensing(player, siteMemberAdd, { siteId, licenseId });
        await associate(play, owner, { siteId, metric: 'SITE' });
      },
    },
  ];
}

/** The reseller buys packs for whom they may be, and uses one of them. */
function packScenes(play: Play, { resellers: [reseller] }: People): Scene[] {
  const [{ id: productId, metric }] = play.products;
  return [
    {
      ...{ daysAgo: 25, hour: 12 },
      happens: () =>
        buyFor(play, reseller, [{ kind: 'MAINTENANCE', productId, metric, years: 1, quantity: 3 }]),
    },
  ];
}

async function buyFor(play: Play, owner: Buyer, lines: Parameters<typeof buy>[1]['lines']): Promise<void> {
  await buy(play, { customer: owner, buyer: owner, lines });
  await play.settle();
}

async function associate(
  play: Play,
  { accountId, player }: Buyer,
  { siteId, metric }: { readonly siteId: string; readonly metric: 'SITE' },
): Promise<void> {
  const [code] = await play.read('licensing', unusedCode, [accountId, metric]);
  if (code === undefined) throw new Error('A pack was bought, and there is none.');
  await play.licensing(player, maintenanceAssociate, { pairs: [{ maintenanceCodeId: code.id, siteId }] });
  await play.settle();
}
