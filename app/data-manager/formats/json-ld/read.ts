import type { EntityKey } from '../../../ontology/bulk-relations.ts';
import { isWithheld } from '../../../ontology/schema.ts';
import { texts } from '../../transfer-texts.ts';
import {
  type BrokenItem,
  type EntityItem,
  type FileItem,
  isRecord,
  modeOf,
  type RelationItem,
  textOf,
  Unreadable,
} from '../items.ts';
import { type JsonPart, malformed } from '../json/splitter.ts';
import { readable } from '../native/read.ts';
import { requireOwnNames } from './context.ts';
import { entityOf, predicateIri, predicateOf, prefix, relationTypeOf } from './names.ts';
import { endOfStatement, isReference, isStatement, literal, type Node, valuesOf } from './node.ts';
import { shownEntity, shownRelation, shownStatement } from './shown.ts';

/**
 * Members of a JSON-LD file that are read item by item; `''` stands for a file that is an array of
 * nodes.
 */
export const jsonLdArrays = ['@graph', ''] as const;

/**
 * Reads the nodes of a JSON-LD file: an export, the predecessor's export, or the expanded form
 * (spec data-exchange#json-ld).
 */
export class JsonLdReader {
  private relations = 0;

  items({ key, index, value }: JsonPart): readonly FileItem[] {
    if (index !== undefined) return this.nodeItems(value, index);
    if (key === '@graph' && isRecord(value)) return this.nodeItems(value, 0);
    if (key === '@graph' && value !== null) throw malformed(texts.notAList(key));
    if (key === '@context') requireOwnNames(value);
    if (key === `${prefix}:conflict_mode` || key === 'conflict_mode')
      return [{ kind: 'mode', mode: modeOf(value) }];
    return [];
  }

  private nodeItems(node: unknown, index: number): readonly FileItem[] {
    if (!isRecord(node))
      return [readable('entity', index, node, () => unreadable(texts.notAnObject))];
    if (isStatement(node)) return [this.statement(node)];
    const entity = readable('entity', index, node, () => entityItem(node, index));
    if (entity.kind === 'broken')
      return [{ ...entity, item: shownEntity(node) }, ...this.relationsOf(node, undefined)];
    const { type, name } = entity;
    return [entity, ...this.relationsOf(node, { type, name })];
  }

  private statement(node: Node): FileItem {
    const index = this.relations++;
    return shownAs(
      readable('relation', index, node, () => statementItem(node, index)),
      () => shownStatement(node),
    );
  }

  /**
   * @param source the entity of the node; `undefined` if it is invalid, which makes each of its
   * relations invalid too
   */
  private relationsOf(node: Node, source: EntityKey | undefined): readonly FileItem[] {
    const { '@id': iri } = node;
    return Object.entries(node).flatMap(([key, raw]) => {
      const predicate = predicateOf(key);
      if (predicate.kind !== 'own') return [];
      return valuesOf(raw)
        .filter(isReference)
        .map(({ '@id': target }) => {
          const index = this.relations++;
          const read = (): RelationItem => ({
            ...{ kind: 'relation', index, type: predicate.name, describes: false, properties: {} },
            ...{ source: source ?? entityOf(iri), target: entityOf(target) },
          });
          return shownAs(readable('relation', index, node, read), () =>
            shownRelation(predicateIri(predicate.name), iri, target),
          );
        });
    });
  }
}

/** An invalid item, as shown in the result. */
const shownAs = <Item extends FileItem>(item: Item, shown: () => object): Item | BrokenItem =>
  item.kind === 'broken' ? { ...item, item: shown() } : item;

function statementItem(node: Node, index: number): RelationItem {
  const end = (name: string): unknown => {
    const iri = endOfStatement(node, name);
    if (iri === undefined) throw new Unreadable(texts.missing(`rdf:${name}`));
    return iri;
  };
  return {
    ...{ kind: 'relation', index, describes: true, properties: literalsOf(node) },
    ...{
      type: relationTypeOf(end('predicate')),
      source: entityOf(end('subject')),
      target: entityOf(end('object')),
    },
  };
}

function entityItem(node: Node, index: number): EntityItem {
  const key = entityOf(node['@id']);
  const core = coreOf(node);
  const properties = literalsOf(node);
  // The predecessor stores label and order as properties.
  const own = core.has('label') ? core : new Map<string, unknown>(Object.entries(properties));
  const { label: _label, sort_order: _order, ...rest } = properties;
  const sortOrder = Number(own.get('sort_order') ?? 0);
  const isActive = core.get('is_active');
  if (Number.isNaN(sortOrder)) throw new Unreadable(texts.sortOrder);
  if (isActive !== undefined && typeof isActive !== 'boolean') throw new Unreadable(texts.isActive);
  return {
    ...{ kind: 'entity', index, ...key, sortOrder, isActive },
    label: textOf(own.get('label') ?? key.name, 'label'),
    properties: core.has('label') ? properties : rest,
  };
}

function coreOf(node: Node): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(node).flatMap(([key, raw]) => {
      const predicate = predicateOf(key);
      return predicate.kind === 'core' ? [[predicate.field, literal(valuesOf(raw)[0])]] : [];
    }),
  );
}

/** Properties: values that are not references. */
function literalsOf(node: Node): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, raw]) => {
      const predicate = predicateOf(key);
      if (predicate.kind !== 'own' || isWithheld(predicate.name)) return [];
      const literals = valuesOf(raw).filter((value) => !isReference(value));
      if (literals.length > 1) throw new Unreadable(texts.severalValues(predicate.name));
      return literals.map((value) => [predicate.name, textOf(literal(value), predicate.name)]);
    }),
  );
}

function unreadable(reason: string): EntityItem {
  throw new Unreadable(reason);
}
