import { type RawBuilder, sql } from 'kysely';

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

/**
 * The kinds of staged relations, as far as rules depend on them: type, source type and target type.
 */
export interface RelationKind {
  readonly type: string;
  readonly sourceType: string;
  readonly targetType: string;
  /** Name of the one role that all of them assign; omitted if they assign several or none. */
  readonly role?: string | undefined;
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
  { kinds, settled }: { readonly kinds: readonly PlainKind[]; readonly settled: Settled },
): RawBuilder<RangeCounts> {
  const rows = kinds.map(({ type, sourceType, targetType, role, typeId }) => ({
    ...{ k: type, st: sourceType, tt: targetType, role, r: typeId },
  }));
  return sql<RangeCounts>`
    with w as materialized (
      select w.place, k.r, w.properties as p, w.import is not null as is_there,
        (select id from entities where entity_type = w.source_type and name = w.source_name) as s,
        (select id from entities where entity_type = w.target_type and name = w.target_name) as t
      from generate_series(${after + 1}::integer, ${upTo}::integer) range(place)
        left join import_relations w
          on w.import = ${importId}::uuid and w.place > ${after} and w.place <= ${upTo} and w.place = range.place
        left join json_to_recordset(${JSON.stringify(rows)}::json) k(k text, st text, tt text, role text, r bigint)
          on (k.k, k.st, k.tt) = (w.type, w.source_type, w.target_type) and coalesce(k.role, w.target_name) = w.target_name),
    sound as not materialized (select place, r, s, t, p from w where r is not null and s is not null and t is not null),
    made as (
      insert into relations (relation_type_id, source_id, target_id, properties)
      select r, s, t, coalesce(p, '{}') from sound order by place
      on conflict (relation_type_id, source_id, target_id) do nothing returning relation_type_id, source_id, target_id),
    stored as materialized (
      select min(sound.place) as place from made
        join sound on (sound.r, sound.s, sound.t) = (made.relation_type_id, made.source_id, made.target_id)
      group by made.relation_type_id, made.source_id, made.target_id),
    counts as materialized (
      select (select count(*)::integer from w where is_there) as found, (select count(*)::integer from sound) as sound,
        (select count(*)::integer from made) as stored),
    gone as (
      delete from import_relations w using ${sql.table(settled)} done
      where w.import = ${importId}::uuid and w.place > ${after} and w.place <= ${upTo} and w.place = done.place
        and (select found > ${sql.ref(settled)} from counts))
    select found, sound, stored from counts`;
}
