import { isWithheld } from '../ontology/schema.ts';
import type { EntityItem, FileItem, RelationItem } from './import-items.ts';
import { isRecord, modeOf, textOf, Unreadable } from './import-items.ts';
import { type JsonPart, malformed } from './import-json.ts';
import { entityOf, namespace, predicateOf, prefix, relationTypeOf } from './json-ld-names.ts';
import { readable } from './native-read.ts';
import { texts } from './texts-transfer.ts';

/** Members of a JSON-LD file whose items are read one by one; `''` is a file that is an array of nodes. */
export const jsonLdArrays = ['@graph', ''] as const;

type Node = Readonly<Record<string, unknown>>;

/** Reads nodes of a JSON-LD file, in the form of an export, of the predecessor's export, or expanded (data-model.md 9.4 and 10.13). */
export class JsonLdReader {
  private relations = 0;

  items({ key, index, value }: JsonPart): readonly FileItem[] {
    if (index !== undefined) return this.nodeItems(value, index);
    if (key === '@graph' && value !== null) throw malformed(texts.notAList(key));
    if (key === '@context') requirePrefix(value);
    if (key === `${prefix}:conflict_mode` || key === 'conflict_mode') return [{ kind: 'mode', mode: modeOf(value) }];
    return [];
  }

  private nodeItems(node: unknown, index: number): readonly FileItem[] {
    if (!isRecord(node)) return [readable('entity', index, node, () => unreadable(texts.notAnObject))];
    if (isStatement(node)) return [this.statement(node)];
    const entity = readable('entity', index, node, () => entityItem(node, index));
    return entity.kind === 'broken' ? [entity] : [entity, ...this.relationsOf(node, entity)];
  }

  private statement(node: Node): FileItem {
    const index = this.relations++;
    return readable('relation', index, node, () => statementItem(node, index));
  }

  private relationsOf(node: Node, { type, name }: EntityItem): readonly FileItem[] {
    return Object.entries(node).flatMap(([key, raw]) => {
      const predicate = predicateOf(key);
      if (predicate.kind !== 'own') return [];
      return valuesOf(raw)
        .filter(isReference)
        .map((reference) => {
          const index = this.relations++;
          const item = { '@id': node['@id'], [key]: reference };
          return readable(
            'relation',
            index,
            item,
            (): RelationItem => ({
              ...{ kind: 'relation', index, type: predicate.name, describes: false, properties: {} },
              ...{ source: { type, name }, target: entityOf(reference['@id']) },
            }),
          );
        });
    });
  }
}

/** The prefix is known without a context; one that means something else would make every name mean something else. */
function requirePrefix(context: unknown): void {
  for (const one of Array.isArray(context) ? context : [context]) {
    const meant: unknown = isRecord(one) ? one[prefix] : undefined;
    const iri = isRecord(meant) ? meant['@id'] : meant;
    if (iri !== undefined && iri !== namespace) throw malformed(`"${prefix}" stands for ${JSON.stringify(iri)} instead of ${namespace}`);
  }
}

const valuesOf = (raw: unknown): readonly unknown[] => (Array.isArray(raw) ? raw : raw === null ? [] : [raw]);

const isReference = (value: unknown): value is { readonly '@id': unknown } => isRecord(value) && Object.hasOwn(value, '@id');

/** A reified relation: it carries the relation's properties. */
const isStatement = (node: Node): boolean => Object.keys(node).some((key) => same(key, 'subject'));

const same = (key: string, name: string): boolean => {
  const predicate = predicateOf(key);
  return predicate.kind === 'rdf' && predicate.name === name;
};

function statementItem(node: Node, index: number): RelationItem {
  const end = (name: string): unknown => {
    const [, raw] = Object.entries(node).find(([key]) => same(key, name)) ?? [];
    const [reference] = valuesOf(raw);
    if (!isReference(reference)) throw new Unreadable(texts.missing(`rdf:${name}`));
    return reference['@id'];
  };
  return {
    ...{ kind: 'relation', index, describes: true, properties: literalsOf(node) },
    ...{ type: relationTypeOf(end('predicate')), source: entityOf(end('subject')), target: entityOf(end('object')) },
  };
}

function entityItem(node: Node, index: number): EntityItem {
  const key = entityOf(node['@id']);
  const core = coreOf(node);
  const properties = literalsOf(node);
  // The predecessor keeps label and order among the properties.
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

/** Properties: what isn't a reference. */
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

const literal = (value: unknown): unknown => (isRecord(value) && Object.hasOwn(value, '@value') ? value['@value'] : value);

function unreadable(reason: string): EntityItem {
  throw new Unreadable(reason);
}
