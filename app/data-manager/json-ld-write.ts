import type { EntityWithRelations, StoredTarget } from '../ontology/bulk-read.ts';
import { withoutWithheld } from '../ontology/schema.ts';
import { jsonLines, type Pieces } from './export-pieces.ts';
import { corePredicate, entityIri, namespace, predicateIri, prefix, rdf, typeIri } from './json-ld-names.ts';

/** JSON-LD (data-model.md 9.4): a node for each entity, and behind it one for each of its relations that has properties. */
export const jsonLdDocument: Pieces = async function* (snapshot, selection, counts) {
  yield `{"@context":${JSON.stringify(jsonLdContext(await snapshot.vocabulary()))},\n"@graph":[`;
  const lines = jsonLines();
  for await (const entities of snapshot.entitiesWithRelations(selection)) {
    counts.entities += entities.length;
    for (const { relations } of entities) counts.relations += relations.length;
    yield lines(entities.flatMap((entity) => [nodeOf(entity), ...entity.relations.flatMap((relation) => statementOf(entity, relation))]));
  }
  yield '\n]}\n';
};

/** Words that a term of a context can be without meaning something else already. */
const term = /^[A-Za-z_][\w.-]*$/;

/** The prefixes, and a term for each property and relation type that can be one. */
export function jsonLdContext(vocabulary: readonly string[]): Readonly<Record<string, string>> {
  const terms = vocabulary.filter((name) => term.test(name) && name !== prefix && name !== 'rdf');
  return Object.fromEntries([[prefix, namespace], ['rdf', rdf], ...terms.map((name) => [name, predicateIri(name)] as const)]);
}

function nodeOf(entity: EntityWithRelations): object {
  const { type, label, sortOrder, isActive, properties, relations } = entity;
  const values = new Map<string, unknown>(Object.entries(withoutWithheld(properties)).map(([key, value]) => [predicateIri(key), value]));
  for (const [predicate, references] of byType(relations)) {
    const present = values.get(predicate);
    const all = present === undefined ? references : [present, ...references];
    values.set(predicate, all.length === 1 ? all[0] : all);
  }
  return {
    '@id': entityIri(entity),
    '@type': typeIri(type),
    [corePredicate('label')]: label,
    ...(sortOrder !== 0 && { [corePredicate('sort_order')]: sortOrder }),
    [corePredicate('is_active')]: isActive,
    ...Object.fromEntries(values),
  };
}

function byType(relations: readonly StoredTarget[]): ReadonlyMap<string, readonly object[]> {
  const references = new Map<string, object[]>();
  for (const { type, targetType, targetName } of relations) {
    const predicate = predicateIri(type);
    const reference = { '@id': entityIri({ type: targetType, name: targetName }) };
    const known = references.get(predicate);
    if (known === undefined) references.set(predicate, [reference]);
    else known.push(reference);
  }
  return references;
}

/** The reified relation that carries properties; nothing for one that has none. */
function statementOf(source: EntityWithRelations, { type, targetType, targetName, properties }: StoredTarget): readonly object[] {
  const shown = Object.entries(withoutWithheld(properties));
  if (shown.length === 0) return [];
  return [
    {
      '@type': 'rdf:Statement',
      'rdf:subject': { '@id': entityIri(source) },
      'rdf:predicate': { '@id': predicateIri(type) },
      'rdf:object': { '@id': entityIri({ type: targetType, name: targetName }) },
      ...Object.fromEntries(shown.map(([key, value]) => [predicateIri(key), value])),
    },
  ];
}
