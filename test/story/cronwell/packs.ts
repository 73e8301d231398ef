import { maintenanceAssociate, maintenanceAssociationUndo, previewMaintenanceAssociate } from '@mainstay/sdk';
import { same } from '../buying.js';
import { advanceTo, done, holds, refused, type Scene } from '../stage.js';
import { purchase, resellerOf, type Known } from './known.js';

function pairsOf({ bundled: [covered = ''], bare, codes: [first = '', second = ''] }: Known) {
  return [
    { maintenanceCodeId: first, licenseId: bare },
    { maintenanceCodeId: second, licenseId: covered },
  ] as const;
}

/** Bought on 2021-01-11, each covers a year: from that day, or from where the cover of the bundle ends. */
const year = { startsOn: '2021-01-11', expiresOn: '2022-01-11', stacksOn: null };
const nextYear = { startsOn: '2022-01-11', expiresOn: '2023-01-11', stacksOn: '2022-01-11' };

async function previewed(scene: Scene, pairs: ReturnType<typeof pairsOf>[number][]) {
  const { maintenanceAssociatePreview: told } = await previewMaintenanceAssociate(resellerOf(scene).client, {
    pairs,
  });
  holds(told !== null, 'Nothing was previewed.');
  done(told);
  return {
    without: told.uncoveredLicenses.map(({ id }) => id),
    pairs: told.pairs.map((pair) => {
      const { startsOn, expiresOn, stacksOn, daysLost, warnings } = done(pair);
      return { startsOn, expiresOn, stacksOn, daysLost, warnings };
    }),
  };
}

export async function preview(scene: Scene, known: Known): Promise<undefined> {
  // Played again, the packs are used and the reseller is another.
  if (!(await advanceTo(scene, purchase))) return undefined;
  const [toBare, toCovered] = pairsOf(known);
  const stacked = { ...nextYear, daysLost: 0, warnings: ['STACKED', 'OTHERS_UNCOVERED'] };
  same(
    await previewed(scene, [toCovered]),
    { without: [known.bare], pairs: [stacked] },
    'Stacked, it would leave without cover',
  );
  same(
    await previewed(scene, [toBare, toCovered]),
    {
      without: [],
      pairs: [
        { ...year, daysLost: 0, warnings: [] },
        { ...stacked, warnings: ['STACKED'] },
      ],
    },
    'Both together would come to',
  );
  scene.stage.say(
    `a pack on a covered license would begin on ${nextYear.startsOn} only, while ${known.bare} has no cover: both together leave none without`,
  );
  return undefined;
}

export async function associate(scene: Scene, known: Known): Promise<undefined> {
  const { client } = resellerOf(scene);
  const [toBare, toCovered] = pairsOf(known);
  const { maintenanceAssociate: used } = await maintenanceAssociate(client, {
    input: { pairs: [toBare, toCovered], idempotencyKey: scene.key('associate') },
  });
  const code = done(used).maintenanceCodes?.find(({ id }) => id === toCovered.maintenanceCodeId);
  // Played to its end before, the reseller is not of record any more, and sees no pack.
  if (!(await advanceTo(scene, purchase))) return undefined;
  const again = await maintenanceAssociate(client, { input: { pairs: [toBare] } });
  refused(again.maintenanceAssociate, 'CODE_USED');
  const stacked = code?.association;
  if (stacked === null || stacked === undefined) {
    // Played before: the same key answers the code as it stands now.
    holds(code?.state === 'UNUSED', 'What was undone cannot be used again.');
    return undefined;
  }
  const { maintenanceAssociationUndo: undone } = await maintenanceAssociationUndo(client, {
    input: { associationId: stacked.id, idempotencyKey: scene.key('undo') },
  });
  holds(done(undone).maintenanceCode?.state === 'UNUSED', 'What was undone cannot be used again.');
  scene.stage.say(`both associated in one call; the one from ${stacked.startsOn ?? 'no day'} was taken back`);
  return undefined;
}
