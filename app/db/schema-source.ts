import type { ClientBase } from 'pg';

const ours = `p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`;

/** Views, functions and the triggers that call them, by name; those of one name by their text. */
const definitions = `
  select 'create view ' || c.relname || ' as' || chr(10) || pg_get_viewdef(c.oid, true) as text,
    1 as kind, c.relname::text as name, '' as trigger
  from pg_class c where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  union all
  select pg_get_functiondef(p.oid) || ';', 2, p.proname, '' from pg_proc p where ${ours}
  union all
  select pg_get_triggerdef(t.oid, true) || ';', 2, p.proname, t.tgrelid::regclass || ' ' || t.tgname
  from pg_trigger t join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal and ${ours}
  order by kind, name, trigger, text`;

/**
 * Returns SQL that shows views, functions and triggers as they are after all migrations, each
 * function with the triggers that call it. For readers; never executed.
 */
export async function functionsSource(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ text: string }>(definitions);
  const head = '-- Written by app/db/generate.ts from the migrated database, for reading.';
  return `${[head, ...rows.map(({ text }) => text.trim())].join('\n\n')}\n`;
}
