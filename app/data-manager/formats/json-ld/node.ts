import { isRecord } from '../items.ts';
import { predicateOf } from './names.ts';

/** An object of linked data: an entity with what it has, or a statement about a relation. */
export type Node = Readonly<Record<string, unknown>>;

/** The values of a key, which may be one or several. */
export const valuesOf = (raw: unknown): readonly unknown[] =>
  Array.isArray(raw) ? raw : raw === null ? [] : [raw];

export const isReference = (value: unknown): value is { readonly '@id': unknown } =>
  isRecord(value) && Object.hasOwn(value, '@id');

/** A value without the object that it has in the expanded form. */
export const literal = (value: unknown): unknown =>
  isRecord(value) && Object.hasOwn(value, '@value') ? value['@value'] : value;

/** A reified relation: it carries the relation's properties. */
export const isStatement = (node: Node): boolean =>
  Object.keys(node).some((key) => isRdf(key, 'subject'));

/**
 * What a statement says of itself: its `subject`, `predicate` or `object`; `undefined` where that
 * names nothing.
 */
export function endOfStatement(node: Node, name: string): unknown {
  const [, raw] = Object.entries(node).find(([key]) => isRdf(key, name)) ?? [];
  const [reference] = valuesOf(raw);
  return isReference(reference) ? reference['@id'] : undefined;
}

function isRdf(key: string, name: string): boolean {
  const predicate = predicateOf(key);
  return predicate.kind === 'rdf' && predicate.name === name;
}
