import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Expectation } from './bulk-entities.ts';
import type { RelationKind } from './bulk-relations.ts';

/** Positions in a file: after one, up to another. */
export interface PlaceRange {
  readonly after: number;
  readonly upTo: number;
}

/**
 * Relations in a range: how many there are, how many could be stored, and how many of those were
 * new.
 */
export interface RangeCounts {
  readonly found: number;
  readonly sound: number;
  readonly stored: number;
}

/** A relation kind with the id of its type. */
export type PlainKind = RelationKind & { readonly typeId: string };

/** Which relations to store without a closer check: those that are new, or all that are valid. */
export type Settled = 'stored' | 'sound';

/**
 * Stores the staged relations of a range that are of the given kinds, whose ends exist and that are
 * new, with their properties, without reading them into the app; a statement that returns one row.
 * Of equal relations the first counts. If others remain in the range, the stored ones are no longer
 * staged. The range is passed as a series, because the planner has no statistics for
 * `import_relations` and would expect one row.
 */
export function relateStaged(
  importId: string,
  { after, upTo }: PlaceRange,
  {
    kinds,
    settled,
    allNew,
  }: { readonly kinds: readonly PlainKind[]; readonly settled: Settled } & Expectation,
): RawBuilder<RangeCounts> {
  const rows = kinds.map(({ type, sourceType, targetType, typeId }) => ({
    k: type,
    st: sourceType,
    tt: targetType,
    r: typeId,
  }));
  return sql<RangeCounts>`
    with w as materialized (
      select w.place, k.r, w.properties as p, w.import is not null as is_there,
        (select id from entities where entity_type = w.source_type and name = w.source_name) as s,
        (select id from entities where entity_type = w.target_type and name = w.target_name) as t
      from generate_series(${after + 1}::integer, ${upTo}::integer) range(place)
        left join import_relations w
          on w.import = ${importId}::uuid and w.place > ${after} and w.place <= ${upTo} and w.place = range.place
        left join json_to_recordset(${JSON.stringify(rows)}::json) k(k text, st text, tt text, r bigint)
          on (k.k, k.st, k.tt) = (w.type, w.source_type, w.target_type)),
    ${storeSound(allNew)},
    gone as (
      delete from import_relations w using ${sql.table(settled)} done
      where w.import = ${importId}::uuid and w.place > ${after} and w.place <= ${upTo} and w.place = done.place
        and (select found > ${sql.ref(settled)} from counts))
    select found, sound, stored from counts`;
}

/** Stores the valid rows of `w(place, r, s, t, p, is_there)`, as `stored`, and counts them. */
const storeSound = (allNew: boolean) => sql`
    sound as not materialized (select place, r, s, t, p from w where r is not null and s is not null and t is not null),
    made as (
      insert into relations (relation_type_id, source_id, target_id, properties)
      select r, s, t, coalesce(p, '{}') from sound order by place
      ${allNew ? sql`returning id` : sql`on conflict (relation_type_id, source_id, target_id) do nothing returning relation_type_id, source_id, target_id`}),
    ${allNew ? storedAll : storedMissing},
    counts as materialized (
      select (select count(*)::integer from w where is_there) as found, (select count(*)::integer from sound) as sound,
        (select count(*)::integer from made) as stored)`;

const storedMissing = sql`
    stored as materialized (
      select min(sound.place) as place from made
        join sound on (sound.r, sound.s, sound.t) = (made.relation_type_id, made.source_id, made.target_id)
      group by made.relation_type_id, made.source_id, made.target_id)`;

const storedAll = sql`
    stored as (select place from sound)`;

/** Relations kept outside the database: one list per column, all in the same order. */
export interface KeptPortion extends PlaceRange {
  readonly places: readonly number[];
  /** Indices of their kinds. */
  readonly kinds: readonly number[];
  /** Ids of their ends; `null` where only the name is known. */
  readonly sources: readonly (number | null)[];
  readonly targets: readonly (number | null)[];
  /** Names of ends whose ids are unknown; empty if all ids are known. */
  readonly sourceNames: readonly (string | null)[];
  readonly targetNames: readonly (string | null)[];
  /** JSON objects; empty if no relation has properties. */
  readonly properties: readonly (string | null)[];
}

/** A kind that a portion may contain; `typeId` is omitted if its relations need a closer check. */
export type KeptKind = RelationKind & { readonly typeId?: string | undefined };

/**
 * As `relateStaged`, for relations kept outside the database. If others remain, they are staged.
 */
export const relateKept = (
  importId: string,
  portion: KeptPortion,
  {
    kinds,
    settled,
    allNew,
  }: { readonly kinds: readonly KeptKind[]; readonly settled: Settled } & Expectation,
): RawBuilder<RangeCounts> => sql<RangeCounts>`
    with w as materialized (
      select n as place, r, p, rt, st, sn, tt, tn, true as is_there,
        coalesce(s, (select id from entities where entity_type = st and name = sn)) as s,
        coalesce(t, (select id from entities where entity_type = tt and name = tn)) as t
      from ${rowsOf(portion, kinds)}),
    ${storeSound(allNew)},
    aside as (
      ${putAside(importId)} w
      where (select found > ${sql.ref(settled)} from counts) and place not in (select place from ${sql.table(settled)}))
    select found, sound, stored from counts`;

/** Stages all relations of a portion. */
export async function stageKept(
  tx: Tx,
  importId: string,
  portion: KeptPortion,
  kinds: readonly KeptKind[],
): Promise<void> {
  await sql`${putAside(importId)} (select n as place, * from ${rowsOf(portion, kinds)}) w`.execute(
    tx,
  );
}

const putAside = (importId: string) => sql`
  insert into import_relations (import, place, type, source_type, source_name, target_type, target_name, properties)
  select ${importId}::uuid, place, rt, st, coalesce(sn, (select name from entities where id = s)), tt, coalesce(tn, (select name from entities where id = t)), p
  from`;

/**
 * Relations as rows, with the data of their kind. The database parses lists of numbers much faster
 * than objects.
 */
const rowsOf = (
  { places, kinds: ofKinds, sources, targets, sourceNames, targetNames, properties }: KeptPortion,
  kinds: readonly KeptKind[],
) => sql`
  unnest(${places}::integer[], ${ofKinds}::integer[], ${sources}::bigint[], ${targets}::bigint[],
      ${sourceNames}::text[], ${targetNames}::text[], ${properties}::jsonb[]) g(n, k, s, t, sn, tn, p)
    join json_to_recordset(${JSON.stringify(
      kinds.map(({ type, sourceType, targetType, typeId }, k) => ({
        k,
        rt: type,
        st: sourceType,
        tt: targetType,
        r: typeId,
      })),
    )}::json) kinds(k integer, rt text, st text, tt text, r bigint) using (k)`;
