import { migration } from '@mainstay/kernel/db/migration';

/** Agents associate no packs: what they could write of them and of cover had no act behind it. */
export const agentsCover = migration('2026_11_29_agents_cover', [
  ...['insert', 'update', 'delete'].map(
    (act) => `drop policy coverage_period_app_agent_${act} on coverage_period`,
  ),
  // All columns at once, whichever of them were granted.
  'revoke insert, update, delete on coverage_period from app_agent',
  'drop policy maintenance_code_app_agent_update on maintenance_code',
  'revoke update (state) on maintenance_code from app_agent',
  ...['insert', 'update'].map(
    (act) => `drop policy maintenance_association_app_agent_${act} on maintenance_association`,
  ),
  'revoke insert on maintenance_association from app_agent',
  'revoke update (period_id, undone_at) on maintenance_association from app_agent',
]);
