import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import {
  decideSandbox,
  sandboxFaults,
  type SandboxAsked,
  type SandboxCreateCode,
} from './sandbox-create.rules.js';

export interface SandboxCreate extends ActInput, SandboxAsked {
  readonly vendorId: string;
}

interface Source {
  readonly name: string;
  readonly slug: string;
  readonly zone: string;
  readonly currency: string;
  readonly sandbox: boolean;
}

const find = statement<Source>(
  'sandbox.source',
  'select name, slug, zone, currency, sandbox from vendor where vendor_id = app.vendor()',
);

const insert = statement(
  'sandbox.insert',
  `insert into vendor (vendor_id, name, slug, zone, currency, clock_kind, frozen_at, sandbox, sandbox_of, created_at)
   values ($1::text, $2::text, $3::text, $4::text, $5::text, 'FROZEN', $6::timestamptz, true, app.vendor(), $7::timestamptz)`,
);

const longestSlug = 63;

/** A tenant to try things out in, with a clock of its own. Empty: a job of its own fills it with what it is a copy of. */
export const sandboxCreate: Act<SandboxCreate, Source | null, SandboxCreateCode> = {
  name: 'sandboxCreate',
  roles: ['OPERATOR'],
  vendorOf: ({ vendorId }) => vendorId,
  check: sandboxFaults,
  async load(transaction) {
    const [source] = await transaction.query(find, []);
    return source ?? null;
  },
  decide: decideSandbox,
  async apply(transaction, source, { firstOn, name }, { now, newId }) {
    if (source === null) throw new Error('A copy of nothing was accepted.');
    const { zone, currency } = source;
    const sandboxId = newId('vnd');
    const given = name?.trim() ?? `${source.name} sandbox`.slice(0, 200);
    const slug = `${source.slug.slice(0, longestSlug - '-sandbox'.length)}-sandbox`;
    const firstAt = new Date(firstInstantOf(firstOn, zone)).toISOString();
    await transaction.query(insert, [sandboxId, given, slug, zone, currency, firstAt, now]);
    return {
      ...{ result: { sandboxId }, accountId: null, events: [] },
      changes: [
        { objectId: sandboxId, field: 'name', to: given },
        { objectId: sandboxId, field: 'clock', to: firstAt },
      ],
    };
  },
};
