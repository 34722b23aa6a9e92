import type { ClientBase } from 'pg';

const ours = `p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;

const tables = `
  select 'create table ' || t.name || ' (' || string_agg(
      chr(10) || '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity <> '' then ' generated as identity' else '' end
        || coalesce(case a.attgenerated when '' then ' default ' else ' generated always as ' end
          || pg_get_expr(d.adbin, d.adrelid), ''), ',' order by a.attnum) || chr(10) || ');' as text,
    0 as kind, t.name, '' as trigger
  from (
    select c.oid, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'ledger')) t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  group by t.name`;

/**
 * Tables, views, functions and the triggers that call them, by name; those of one name by their
 * text.
 */
const definitions = `
  ${tables}
  union all
  select 'create view ' || c.relname || ' as' || chr(10) || pg_get_viewdef(c.oid, true),
    1, c.relname, ''
  from pg_class c where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  union all
  select pg_get_functiondef(p.oid) || ';', 2, p.proname, '' from pg_proc p where ${ours}
  union all
  select pg_get_triggerdef(t.oid, true) || ';', 2, p.proname, t.tgrelid::regclass || ' ' || t.tgname
  from pg_trigger t join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal and ${ours}
  order by kind, name, trigger, text`;

/**
 * Returns SQL that shows tables, views, functions and triggers as they are after all migrations,
 * each function with the triggers that call it. For readers; never executed.
 */
export async function schemaSource(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ text: string }>(definitions);
  const head = '-- Written by app/db/generate.ts from the migrated database, for reading.';
  return `${[head, ...rows.map(({ text }) => text.trim())].join('\n\n')}\n`;
}
