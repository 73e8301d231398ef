import type { CivilDate } from '@mainstay/kernel/values/civil';
import { statement } from '@mainstay/kernel/db/scoped';
import { inForce, loadPlan, type Ask } from '../maintenance/plan.reads.js';
import type { AssociateAsked, AssociateFacts, PackFact, PackSubject } from './associate.rules.js';

type CodeRow = Omit<PackFact, 'renewalTerm' | 'planVersion'>;

const codesByIds = statement<CodeRow>(
  'pack.codes',
  `select c.id, c.account_id as "accountId", c.product_id as "productId", c.metric, c.term,
     c.purchased_on as "purchasedOn", c.state, p.plan_id as "planId"
   from maintenance_code c join product p on p.id = c.product_id where c.id = any($1::text[])`,
);

type SubjectRow = Omit<PackSubject, 'last'> & { expiresOn: CivilDate | null; anchorDay: number | null };

/** A license's cover ends where it ends from whichever source; its anchor is its own, where its own ends there. */
const subjectsByIds = statement<SubjectRow>(
  'pack.subjects',
  `select l.id, 'LICENSE' as kind, l.account_id as "accountId", l.reseller_id as "resellerId",
     l.product_id as "productId", l.status = 'REVOKED' as revoked, l.covered_until as "expiresOn", coalesce((
       select c.anchor_day from coverage_period c where c.subject_id = l.id and c.expires_on = l.covered_until
     ), extract(day from l.covered_until))::integer as "anchorDay", '[]'::json as "ownCover"
   from license l where l.id = any($1::text[])
   union all
   select s.id, 'SITE', s.account_id, s.reseller_id, s.product_id, false, c.expires_on, c.anchor_day, coalesce((
     select json_agg(json_build_object('startsOn', greatest(o.starts_on, m.joined_on),
       'expiresOn', least(o.expires_on, m.left_on)))
     from site_member m join coverage_period o on o.subject_id = m.license_id
     where m.site_id = s.id and greatest(o.starts_on, m.joined_on) < least(o.expires_on, m.left_on)), '[]'::json)
   from site s left join lateral (
     select expires_on, anchor_day from coverage_period where subject_id = s.id order by expires_on desc limit 1
   ) c on true
   where s.id = any($1::text[])`,
);

const customerById = statement<{ id: string }>('pack.customer', 'select id from account where id = $1::text');

/** Those that the list itself may cover last, so that they hide no other. */
const uncoveredOf = statement<AssociateFacts['uncovered'][number]>(
  'pack.uncovered',
  `select l.id as "licenseId", l.account_id as "accountId", l.product_id as "productId", m.site_id as "siteId"
   from license l left join site_member m on m.license_id = l.id and m.joined_on <= $3::date
     and coalesce(m.left_on, 'infinity') > $3::date
   where l.account_id = any($1::text[]) and l.product_id = any($2::text[]) and l.status = 'ACTIVE'
     and coalesce(l.covered_until, '-infinity') <= $3::date
   order by l.id = any($4::text[]) or coalesce(m.site_id = any($4::text[]), false), l.id limit 100`,
);

/** What decides about pairs, as whoever asks sees it. */
export async function associateFacts(
  ask: Ask,
  { pairs, customerId }: AssociateAsked,
  today: CivilDate,
): Promise<AssociateFacts> {
  const codes = await ask(codesByIds, [pairs.map(({ maintenanceCodeId }) => maintenanceCodeId)]);
  const ids = pairs.map(({ licenseId, siteId }) => licenseId ?? siteId ?? '');
  const subjects = (await ask(subjectsByIds, [ids])).map(subjectOf);
  const named = customerId ?? null;
  return {
    codes: new Map((await withPlans(ask, codes)).map((one) => [one.id, one])),
    subjects: new Map(subjects.map((one) => [one.id, one])),
    customerKnown: named === null || (await ask(customerById, [named])).length > 0,
    uncovered: await ask(uncoveredOf, [
      subjects.map(({ accountId }) => accountId),
      subjects.map(({ productId }) => productId),
      today,
      ids,
    ]),
  };
}

function subjectOf({ expiresOn, anchorDay, ...subject }: SubjectRow): PackSubject {
  const last = expiresOn === null || anchorDay === null ? null : { expiresOn, anchorDay };
  return { ...subject, last };
}

/** Each as its plan has it on the day of purchase (M15). */
async function withPlans(ask: Ask, codes: readonly CodeRow[]): Promise<PackFact[]> {
  const plans = new Map<string, Awaited<ReturnType<typeof loadPlan>>>();
  for (const planId of new Set(codes.map((code) => code.planId)))
    plans.set(planId, await loadPlan(ask, planId));
  return codes.flatMap(({ planId, ...code }) => {
    const plan = plans.get(planId);
    const sold = plan === undefined ? null : inForce(plan, code.purchasedOn);
    const cover = sold?.policy.cover ?? null;
    if (sold === null || cover === null) return [];
    return [{ ...code, renewalTerm: cover.renewalTerm, planVersion: sold.version, planId }];
  });
}
