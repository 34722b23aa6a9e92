import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { uniqueName } from '../ontology/entities.ts';
import type { NewWarning } from './warning.ts';

/** The one active warning of a source and key. */
const isActive = (alias: string): RawBuilder<boolean> =>
  sql`(${sql.ref(`${alias}.entity_type`)} = 'warning' and ${sql.ref(`${alias}.properties`)} ->> 'status' = 'active')`;

/** A raised warning, as it is stored now. */
interface PutWarning {
  /** Its index among those that were raised. */
  readonly place: number;
  readonly id: string;
  readonly change: 'created' | 'worse' | 'same';
}

/** Labels are short; the message has the whole text. */
const labelOf = (message: string): string => [...message].slice(0, 200).join('');

/**
 * Stores warnings, in two statements: a new one for each source and key without an active one, the
 * other ones brought up to date (spec warnings#raising). Concurrent writers never make two of one.
 */
export async function putWarnings(
  tx: Tx,
  warnings: readonly NewWarning[],
): Promise<readonly PutWarning[]> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(warnings.map(rowOf))}::jsonb)
    as w(place integer, name text, label text, source text, key text, level integer, properties jsonb)`;
  const { rows: made } = await sql<{ id: string; place: number }>`
    with w as materialized (select * from ${given}),
    made as (
      insert into entities (entity_type, name, label, properties)
      select 'warning', name, label, properties from w order by place
      on conflict ((properties ->> 'source_action'), (properties ->> 'dedup_key'))
        where entity_type = 'warning' and properties ->> 'status' = 'active' do nothing
      returning id, name)
    select made.id, w.place from made join w on w.name = made.name`.execute(tx);
  const { rows: known } = await sql<{ id: string; place: number; isWorse: boolean }>`
    with found as materialized (
      select e.id, w.place, w.label, w.properties, w.level > coalesce((e.properties ->> 'level')::integer, 0) as worse
      from ${given} join entities e on e.properties ->> 'source_action' = w.source
        and e.properties ->> 'dedup_key' = w.key and ${isActive('e')}
      where e.name <> w.name order by e.id for no key update of e),
    changed as (
      update entities e set label = f.label, properties = e.properties || f.properties, updated_at = now()
      from found f where e.id = f.id and not (e.properties @> f.properties))
    select id, place, worse as "isWorse" from found`.execute(tx);
  return [
    ...made.map(({ id, place }) => ({ id, place, change: 'created' as const })),
    ...known.map(({ id, place, isWorse }) => ({
      ...{ id, place },
      change: isWorse ? ('worse' as const) : ('same' as const),
    })),
  ];
}

function rowOf(
  { source, key, severity, category, message, details, level = 0, causedBy }: NewWarning,
  place: number,
) {
  return {
    ...{ place, name: uniqueName(source), label: labelOf(message), source, key, level },
    properties: {
      ...{ severity, category, message, status: 'active', scope: 'system' },
      ...{ source_action: source, dedup_key: key, level: String(level) },
      details: JSON.stringify({ dedup: key, ...details }),
      ...(causedBy === undefined || causedBy === null ? {} : { caused_by_id: causedBy }),
    },
  };
}

/** Locks and returns the active warnings of a source that are about none of the keys. */
export async function lockOutdated(
  tx: Tx,
  source: string,
  keys: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from entities e where ${isActive('e')} and e.properties ->> 'source_action' = ${source}
      and e.properties ->> 'dedup_key' <> all(${[...keys]}::text[])
    order by e.id for no key update`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The keys of the active warnings of a source. */
export async function activeKeys(db: Db, source: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select e.properties ->> 'dedup_key' as key from entities e
    where ${isActive('e')} and e.properties ->> 'source_action' = ${source}
      and e.properties ? 'dedup_key'`.execute(db);
  return new Set(rows.map(({ key }) => key));
}

/** Marks warnings as resolved. Returns the ids of those that were active. */
export async function closeWarnings(tx: Tx, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    update entities e set properties = e.properties || '{"status":"resolved"}', updated_at = now()
    where e.id = any(${[...ids]}::bigint[]) and ${isActive('e')} returning e.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Until when warnings about the past stay active: no check resolves them. */
interface PastLimits {
  readonly before: Date;
  /** Of those about a single day. */
  readonly daysBefore: Date;
}

/** Locks and returns active warnings about the past. */
export async function lockPast(
  tx: Tx,
  { before, daysBefore }: PastLimits,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from entities e where ${isActive('e')} and e.created_at < case
      when e.properties ->> 'source_action' = 'event.workflow.changed' then ${daysBefore}::timestamptz else ${before}::timestamptz end
      and e.properties ->> 'source_action' not like 'scheduled.%'
    order by e.id limit 1000 for no key update`.execute(tx);
  return rows.map(({ id }) => id);
}
