import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import { cursor } from '../../ontology/bulk-read.ts';
import type { Texts } from '../../ontology/schema.ts';
import type { RelationItem } from '../formats/items.ts';

// Relations of a file wait here until all its entities are stored, because their ends may follow
// later. Other transactions do not see them.

export async function stageRelations(
  tx: Tx,
  importId: string,
  relations: readonly RelationItem[],
): Promise<void> {
  await sql`
    insert into import_relations (import, place, type, source_type, source_name, target_type, target_name, properties, describes)
    select ${importId}::uuid, index, type, source ->> 'type', source ->> 'name', target ->> 'type', target ->> 'name',
      nullif(properties, '{}'), describes
    from json_to_recordset(${JSON.stringify(relations)}::json)
      w(index integer, type text, source json, target json, properties jsonb, describes boolean)`.execute(
    tx,
  );
}

/**
 * If a relation is both stated and described, keeps the description, which includes the statement.
 */
export async function mergeDescribed(tx: Tx, importId: string): Promise<void> {
  await sql`
    delete from import_relations s using import_relations d
    where s.import = ${importId}::uuid and d.import = s.import and d.describes and not s.describes
      and (d.type, d.source_type, d.source_name, d.target_type, d.target_name) = (s.type, s.source_type, s.source_name, s.target_type, s.target_name)`.execute(
    tx,
  );
}

export async function dropStaged(tx: Tx, importId: string): Promise<void> {
  await sql`delete from import_relations where import = ${importId}::uuid`.execute(tx);
}

/** A staged relation with what its ends refer to. */
export interface StagedRelation {
  readonly place: number;
  readonly type: string;
  readonly sourceType: string;
  readonly sourceName: string;
  readonly targetType: string;
  readonly targetName: string;
  readonly properties: Texts | null;
  /** Ids; `null` if the entity does not exist. */
  readonly sourceId: string | null;
  readonly targetId: string | null;
}

/** Returns the staged relations in the order of the file, some thousand at a time. */
export const findStaged = (tx: Tx, importId: string): AsyncGenerator<readonly StagedRelation[]> =>
  cursor(
    tx,
    'relations_in',
    sql<StagedRelation>`
      select w.place, w.type, w.source_type as "sourceType", w.source_name as "sourceName", w.target_type as "targetType",
        w.target_name as "targetName", w.properties,
        (select id from entities where entity_type = w.source_type and name = w.source_name) as "sourceId",
        (select id from entities where entity_type = w.target_type and name = w.target_name) as "targetId"
      from import_relations w where w.import = ${importId}::uuid order by w.place`,
    4000,
  );
