import { isWithheld } from '../../../ontology/schema.ts';
import { Unreadable } from '../items.ts';
import { entityOf, predicateOf, relationTypeOf } from './names.ts';
import { endOfStatement, isReference, literal, type Node, valuesOf } from './node.ts';

// Invalid items are returned in the native format, in which they can be corrected and imported one
// by one; a JSON-LD node resubmitted for one of its relations would replace the entity. Invalid
// values are returned unchanged.

/** An invalid entity. */
export function shownEntity(node: Node): object {
  const { type, name } = readable(() => entityOf(node['@id'])) ?? {
    type: '',
    name: String(node['@id'] ?? ''),
  };
  const own = valuesAs('own', node);
  const { label, sort_order: sortOrder, is_active: isActive } = valuesAs('core', node);
  return {
    ...{
      entity_type: type,
      name,
      label: label ?? own['label'] ?? name,
      sort_order: sortOrder ?? own['sort_order'] ?? 0,
    },
    ...(isActive === undefined ? {} : { is_active: isActive }),
    properties: label === undefined ? without(own, 'label', 'sort_order') : own,
  };
}

/** An invalid relation of a node or a statement. */
export function shownRelation(
  type: unknown,
  source: unknown,
  target: unknown,
  properties: object = {},
): object {
  return {
    ...{
      relation_type: readable(() => relationTypeOf(type)) ?? type ?? '',
      source: endOf(source),
      target: endOf(target),
    },
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** An invalid statement. */
export const shownStatement = (node: Node): object => {
  const [type, source, target] = ['predicate', 'subject', 'object'].map((name) =>
    endOfStatement(node, name),
  );
  return shownRelation(type, source, target, valuesAs('own', node));
};

const endOf = (iri: unknown): unknown => {
  const key = readable(() => entityOf(iri));
  return key === undefined ? (iri ?? '') : `${key.type}:${key.name}`;
};

/** Literals by name, of any type. */
function valuesAs(kind: 'own' | 'core', node: Node): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, raw]) => {
      const predicate = predicateOf(key);
      const name =
        predicate.kind === 'core'
          ? predicate.field
          : predicate.kind === 'own'
            ? predicate.name
            : '';
      const literals = valuesOf(raw).filter((value) => !isReference(value));
      if (predicate.kind !== kind || isWithheld(name) || literals.length === 0) return [];
      return [[name, literals.length === 1 ? literal(literals[0]) : literals.map(literal)]];
    }),
  );
}

const without = (values: Readonly<Record<string, unknown>>, ...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
