import {
  readEntities,
  readRelations,
  type StoredEntity,
  type StoredRelation,
} from '../../../ontology/bulk-read.ts';
import { withoutWithheld } from '../../../ontology/schema.ts';
import { jsonLines, type Pieces } from '../pieces.ts';

/**
 * Writes the native format (spec data-exchange#native-format): one line per item, ordered by name
 * and without ids, so that equal content is equal text.
 */
export const nativeDocument: Pieces = async function* (tx, selection, counts) {
  yield '{"entities":[';
  const entityLines = jsonLines();
  for await (const entities of readEntities(tx, selection)) {
    counts.entities += entities.length;
    yield entityLines(entities.map(entityLine));
  }
  yield '\n],"relations":[';
  const relationLines = jsonLines();
  for await (const relations of readRelations(tx, selection)) {
    counts.relations += relations.length;
    yield relationLines(relations.map(relationLine));
  }
  yield '\n]}\n';
};

const entityLine = ({ type, name, label, sortOrder, isActive, properties }: StoredEntity) => ({
  ...{ entity_type: type, name, label, sort_order: sortOrder, is_active: isActive },
  properties: withoutWithheld(properties),
});

function relationLine({
  type,
  sourceType,
  sourceName,
  targetType,
  targetName,
  properties,
}: StoredRelation) {
  const shown = withoutWithheld(properties);
  return {
    ...{
      relation_type: type,
      source: `${sourceType}:${sourceName}`,
      target: `${targetType}:${targetName}`,
    },
    ...(Object.keys(shown).length > 0 && { properties: shown }),
  };
}
