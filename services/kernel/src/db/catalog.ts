import type { ClientBase } from 'pg';

/** Relations of ours: neither the system's nor the migrator's own record, on which nobody has a grant. */
const ours = `
  select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relispartition, c.relowner, c.relacl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and c.relname not like 'mikro_orm_migrations%'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

/** Who was granted what on a relation as a whole or on some of its columns, its owner left out. */
const grants = `
  select r.oid, r.relname, a.grantee, a.privilege_type, null::text as attname
  from ours r, aclexplode(r.relacl) a where a.grantee <> r.relowner
  union all
  select r.oid, r.relname, a.grantee, a.privilege_type, t.attname
  from ours r join pg_attribute t on t.attrelid = r.oid, aclexplode(t.attacl) a where a.grantee <> r.relowner`;

/** Each line selects one kind of hole as one text. */
const checks: readonly string[] = [
  `select distinct 'granted without forced row security: ' || g.relname as fault from grants g join ours r using (oid)
   where r.relkind in ('r', 'p') and not (r.relrowsecurity and r.relforcerowsecurity)`,
  `select distinct 'granted to everybody: ' || g.relname from grants g where g.grantee = 0`,
  `select distinct 'granted without a policy: ' || g.relname || ' to ' || g.grantee::regrole from grants g join ours r using (oid)
   where r.relkind in ('r', 'p') and g.grantee <> 0 and not exists (
     select from pg_policy p where p.polrelid = g.oid and p.polroles = array[g.grantee])`,
  `select distinct 'granted more than reading: ' || g.relname || ' ' || g.privilege_type || ' to ' || g.grantee::regrole
   from grants g where g.grantee <> 0 and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')`,
  `select 'policy without the vendor: ' || r.relname || '.' || p.polname from pg_policy p join ours r on r.oid = p.polrelid
   where exists (select from unnest(array[
     case when p.polcmd <> 'a' then coalesce(pg_get_expr(p.polqual, p.polrelid), '') end,
     case when p.polcmd in ('a', 'w', '*') then coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') end]) condition
     where condition !~ 'vendor_id = \\( SELECT app\\.vendor\\(\\)')`,
  `select 'policy with an alternative: ' || r.relname || '.' || p.polname from pg_policy p join ours r on r.oid = p.polrelid
   where concat(pg_get_expr(p.polqual, p.polrelid), ' ', pg_get_expr(p.polwithcheck, p.polrelid)) ~* '\\mor\\M'`,
  `select 'policy for everybody: ' || r.relname || '.' || p.polname from pg_policy p join ours r on r.oid = p.polrelid
   where 0 = any(p.polroles)`,
  `select 'view that reads as its owner: ' || relname from ours
   where relkind = 'v' and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']`,
  `select 'materialized view: ' || relname from ours where relkind = 'm'`,
  `select 'partition: ' || relname from ours where relkind = 'p' or relispartition`,
  `select 'function that runs as its owner: ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
     and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  `select 'key not led by vendor_id: ' || r.relname || '.' || k.conname from pg_constraint k join ours r on r.oid = k.conrelid
   where k.contype in ('p', 'u', 'f', 'x') and (select t.attname from pg_attribute t where t.attrelid = r.oid and t.attnum = k.conkey[1]) <> 'vendor_id'`,
  `select 'unique index not led by vendor_id: ' || r.relname || '.' || x.relname
   from pg_index i join ours r on r.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
   where i.indisunique and coalesce((select t.attname from pg_attribute t where t.attrelid = r.oid and t.attnum = i.indkey[0]), '') <> 'vendor_id'
     and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,
  `select 'role that bypasses: ' || rolname from pg_roles
   where (rolname like 'app\\_%' or rolname = current_database() || '_login') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
  `select 'role that logs in: ' || rolname from pg_roles where rolname like 'app\\_%' and rolcanlogin`,
  `select 'login that inherits: ' || m.member::regrole || ' from ' || m.roleid::regrole from pg_auth_members m join pg_roles l on l.oid = m.member
   where l.rolname = current_database() || '_login' and m.inherit_option`,
  `select 'relation owned by a role of the application: ' || r.relname from ours r join pg_roles o on o.oid = r.relowner
   where r.relkind <> 'i' and (o.rolname like 'app\\_%' or o.rolname = current_database() || '_login')`,
];

/**
 * Every hole in the scope that the catalog shows, one line each. A service's test compares it with a committed list of
 * exceptions, so that a table, policy, view or function can open one only on purpose.
 */
export async function catalogFaults(client: ClientBase): Promise<string[]> {
  const text = `with ours as (${ours}), grants as (${grants}) ${checks.join(' union all ')}`;
  const { rows } = await client.query<{ fault: string }>(
    `select fault from (${text}) faults order by fault collate "C"`,
  );
  return rows.map((row) => row.fault);
}

/** One line each, sorted within its part; what a migration must not change unseen. */
const parts: readonly (readonly [title: string, lines: string])[] = [
  [
    'extensions and functions',
    `select 'extension ' || extname as line from pg_extension where extname <> 'plpgsql'
     union all
     select 'function ' || p.oid::regprocedure || ' returns ' || p.prorettype::regtype || ' = ' || regexp_replace(p.prosrc, '\\s+', ' ', 'g')
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'public')
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  ],
  [
    'columns',
    `select r.relname || '.' || lpad(t.attnum::text, 3, '0') || ' ' || t.attname || ' ' || format_type(t.atttypid, t.atttypmod)
       || case when t.attcollation <> y.typcollation then ' collate ' || (select quote_ident(collname) from pg_collation where oid = t.attcollation) else '' end
       || case when t.attnotnull then ' not null' else '' end
       || coalesce(case when t.attgenerated <> '' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '') as line
     from ours r join pg_attribute t on t.attrelid = r.oid join pg_type y on y.oid = t.atttypid
     left join pg_attrdef d on d.adrelid = r.oid and d.adnum = t.attnum
     where r.relkind in ('r', 'p', 'v', 'm') and t.attnum > 0 and not t.attisdropped`,
  ],
  [
    'constraints',
    `select r.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line
     from pg_constraint k join ours r on r.oid = k.conrelid where k.contype <> 'n'`,
  ],
  [
    'indexes',
    `select pg_get_indexdef(i.indexrelid) as line from pg_index i join ours r on r.oid = i.indrelid`,
  ],
  [
    'triggers',
    `select pg_get_triggerdef(t.oid) as line from pg_trigger t join ours r on r.oid = t.tgrelid where not t.tgisinternal`,
  ],
  [
    'row security',
    `select r.relname || case when r.relrowsecurity then ' enabled' else ' off' end || case when r.relforcerowsecurity then ', forced' else '' end as line
     from ours r where r.relkind in ('r', 'p')`,
  ],
  [
    'policies',
    `select r.relname || ' ' || p.polname || ' ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
       || case when p.polpermissive then '' else ' restrictive' end
       || ' to ' || array_to_string(array(select g::regrole::text from unnest(p.polroles) g order by 1), ', ')
       || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '') || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '') as line
     from pg_policy p join ours r on r.oid = p.polrelid`,
  ],
  [
    'grants',
    `select g.relname || coalesce('.' || g.attname, '') || ' ' || lower(g.privilege_type) || ' to '
       || case when g.grantee = 0 then 'everybody' else g.grantee::regrole::text end as line from grants g`,
  ],
];

/** The tables as they are, hand-written constraints, policies and grants included, as a text to commit and compare. */
export async function dumpCatalog(client: ClientBase): Promise<string> {
  const texts: string[] = [];
  for (const [title, lines] of parts) {
    const { rows } = await client.query<{ line: string }>(
      `with ours as (${ours}), grants as (${grants}) select line from (${lines}) lines order by line collate "C"`,
    );
    texts.push(`# ${title}`, ...rows.map((row) => row.line), '');
  }
  return texts.join('\n');
}
