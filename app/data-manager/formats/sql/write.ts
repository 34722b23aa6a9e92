import {
  readEntities,
  readRelations,
  type StoredEntity,
  type StoredRelation,
} from '../../../ontology/bulk-read.ts';
import { withoutWithheld } from '../../../ontology/schema.ts';
import type { Pieces } from '../pieces.ts';

/** Entities per statement of properties; batches keep the file short and errors easy to locate. */
const header = `-- Entities, properties and relations for an empty database with the schema of ahlt.
-- What is there already stays as it is. Run it with: psql --single-transaction -v ON_ERROR_STOP=1 -f <file>
set standard_conforming_strings = on;
set client_encoding = 'UTF8';
`;

/**
 * Writes SQL statements for another database (spec data-exchange#sql): ids are looked up by type
 * and name, and existing rows are kept.
 */
export const sqlScript: Pieces = async function* (tx, selection, counts) {
  yield header;
  for await (const entities of readEntities(tx, selection)) {
    counts.entities += entities.length;
    yield entities.map(entityStatements).join('');
  }
  for await (const relations of readRelations(tx, selection)) {
    counts.relations += relations.length;
    yield relations.map(relationStatements).join('');
  }
};

/** Quotes a text as an SQL literal. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const idOf = (type: string, name: string): string =>
  `(select id from entities where entity_type = ${quoted(type)} and name = ${quoted(name)})`;

function entityStatements({
  type,
  name,
  label,
  sortOrder,
  isActive,
  properties,
}: StoredEntity): string {
  const values = [quoted(type), quoted(name), quoted(label), sortOrder, isActive].join(', ');
  return (
    `insert into entities (entity_type, name, label, sort_order, is_active) values (${values}) on conflict do nothing;\n` +
    propertyStatement('entity_properties', 'entity_id', idOf(type, name), properties)
  );
}

function relationStatements({
  type,
  sourceType,
  sourceName,
  targetType,
  targetName,
  properties,
}: StoredRelation): string {
  const ends = [
    idOf('relation_type', type),
    idOf(sourceType, sourceName),
    idOf(targetType, targetName),
  ];
  const [relationType, source, target] = ends;
  const relation = `(select id from relations where relation_type_id = ${relationType} and source_id = ${source} and target_id = ${target})`;
  return (
    `insert into relations (relation_type_id, source_id, target_id) values (${ends.join(', ')}) on conflict do nothing;\n` +
    propertyStatement('relation_properties', 'relation_id', relation, properties)
  );
}

function propertyStatement(
  table: string,
  column: string,
  id: string,
  properties: Readonly<Record<string, string>>,
): string {
  const rows = Object.entries(withoutWithheld(properties)).map(
    ([key, value]) => `(${quoted(key)}, ${quoted(value)})`,
  );
  if (rows.length === 0) return '';
  return `insert into ${table} (${column}, key, value) select ${id}, v.* from (values ${rows.join(', ')}) v on conflict do nothing;\n`;
}
