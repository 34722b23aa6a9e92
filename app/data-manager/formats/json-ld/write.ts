import {
  readEntities,
  readRelations,
  readVocabulary,
  type StoredEntity,
  type StoredRelation,
} from '../../../ontology/bulk-read.ts';
import { isWithheld, withoutWithheld } from '../../../ontology/schema.ts';
import { jsonLines, type Pieces } from '../pieces.ts';
import {
  corePredicate,
  entityIri,
  namespace,
  predicateIri,
  prefix,
  rdf,
  typeIri,
} from './names.ts';

/**
 * Writes JSON-LD (spec data-exchange#json-ld): a node for each entity, followed by one for each of
 * its relations with properties.
 */
export const jsonLdDocument: Pieces = async function* (tx, selection, counts) {
  yield `{"@context":${JSON.stringify(jsonLdContext(await readVocabulary(tx)))},\n"@graph":[`;
  const lines = jsonLines();
  const relations = new RelationsInTurn(readRelations(tx, selection));
  try {
    for await (const entities of readEntities(tx, selection)) {
      counts.entities += entities.length;
      for (const entity of entities) {
        const own = await relations.of(entity);
        counts.relations += own.length;
        yield lines([nodeOf(entity, own), ...own.flatMap(statementOf)]);
      }
    }
  } finally {
    await relations.end();
  }
  yield '\n]}\n';
};

/** Merges relations with their source entities: both have the same order, so each is read once. */
class RelationsInTurn {
  private readonly portions: AsyncGenerator<readonly StoredRelation[]>;
  private portion: readonly StoredRelation[] = [];
  private at = 0;
  private atEnd = false;

  constructor(portions: AsyncGenerator<readonly StoredRelation[]>) {
    this.portions = portions;
  }

  /** Returns the relations of the next entity. */
  async of({ type, name }: StoredEntity): Promise<readonly StoredRelation[]> {
    const found: StoredRelation[] = [];
    for (;;) {
      const next = this.portion[this.at] ?? (await this.nextPortion());
      if (next === undefined || next.sourceName !== name || next.sourceType !== type) return found;
      found.push(next);
      this.at += 1;
    }
  }

  async end(): Promise<void> {
    await this.portions.return(undefined);
  }

  private async nextPortion(): Promise<StoredRelation | undefined> {
    if (this.atEnd) return undefined;
    const { value, done } = await this.portions.next();
    this.atEnd = done === true;
    [this.portion, this.at] = [value ?? [], 0];
    return this.portion[0];
  }
}

/** Names that can be terms of a context without another meaning. */
const term = /^[A-Za-z_][\w.-]*$/;

/** The prefixes, and a term for each property and relation type whose name allows it. */
export function jsonLdContext(vocabulary: readonly string[]): Readonly<Record<string, string>> {
  const terms = vocabulary.filter(
    (name) => term.test(name) && name !== prefix && name !== 'rdf' && !isWithheld(name),
  );
  return Object.fromEntries([
    [prefix, namespace],
    ['rdf', rdf],
    ...terms.map((name) => [name, predicateIri(name)] as const),
  ]);
}

function nodeOf(entity: StoredEntity, relations: readonly StoredRelation[]): object {
  const { type, label, sortOrder, isActive, properties } = entity;
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(withoutWithheld(properties)))
    values[predicateIri(key)] = value;
  for (const [predicate, references] of byType(relations)) {
    const present = values[predicate];
    const all = present === undefined ? references : [present, ...references];
    values[predicate] = all.length === 1 ? all[0] : all;
  }
  return {
    '@id': entityIri(entity),
    '@type': typeIri(type),
    [corePredicate('label')]: label,
    ...(sortOrder !== 0 && { [corePredicate('sort_order')]: sortOrder }),
    [corePredicate('is_active')]: isActive,
    ...values,
  };
}

function byType(relations: readonly StoredRelation[]): ReadonlyMap<string, readonly object[]> {
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

/** The reified relation with its properties; empty if it has none. */
function statementOf(relation: StoredRelation): readonly object[] {
  const shown = Object.entries(withoutWithheld(relation.properties));
  if (shown.length === 0) return [];
  return [
    {
      '@type': 'rdf:Statement',
      'rdf:subject': { '@id': entityIri({ type: relation.sourceType, name: relation.sourceName }) },
      'rdf:predicate': { '@id': predicateIri(relation.type) },
      'rdf:object': { '@id': entityIri({ type: relation.targetType, name: relation.targetName }) },
      ...Object.fromEntries(shown.map(([key, value]) => [predicateIri(key), value])),
    },
  ];
}
