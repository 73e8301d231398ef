import { perform } from '@mainstay/kernel/act/perform';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { createLogger } from '@mainstay/kernel/graph/logger';
import { licenseValidate } from '@mainstay/licensing/activation/license-validate';
import { Signers } from '@mainstay/licensing/activation/signers';
import { createPlanCache } from '@mainstay/licensing/maintenance/plan.reads';
import { createCatalogCache } from '@mainstay/licensing/release/catalog.reads';
import { resolveViewer } from '@mainstay/licensing/viewer/resolve-viewer';
import { SignInReads } from '@mainstay/licensing/viewer/sign-in.reads';
import { fingerprint, type Presented } from './machines.js';

export const openLicensingDatabase = (url: string, connections: number): Database =>
  openDatabase({
    ...{ url, service: 'licensing', max: connections },
    logger: createLogger({ name: 'bench', level: 'warn' }),
  });

const clock = () => new Date().toISOString();

/** One validation whole, as the house does it between its front and its database: who asks, and the act. */
export function validatorOn(database: Database): (presented: Presented) => Promise<void> {
  const reads = new SignInReads(database);
  const act = licenseValidate({
    ...{
      plans: createPlanCache(),
      catalogs: createCatalogCache(),
      signers: new Signers({ database, clock }),
    },
  });
  return async ({ productId, code, version }) => {
    const credential = { kind: 'presented', value: { productId, code } } as const;
    const resolved = await resolveViewer(reads, credential, clock());
    if (resolved.kind !== 'viewer') throw new Error('A product of the bench is not known.');
    const { viewer } = resolved;
    const outcome = await perform({ database, viewer, outlet: noOutlet }, act, { fingerprint, version });
    const answer = outcome.done ? (outcome.secrets?.['answer'] ?? '') : '';
    if (!answer.startsWith('{"valid":true,') || answer.includes('"file":null'))
      throw new Error(`A validation of the bench was answered ${answer.slice(0, 300)}`);
  };
}
