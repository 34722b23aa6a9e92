import { isRecord } from '../items.ts';
import { predicateOf } from './names.ts';

/** A JSON-LD object: an entity with its data, or a statement about a relation. */
export type Node = Readonly<Record<string, unknown>>;

/** Returns the values of a key, single or multiple. */
export const valuesOf = (raw: unknown): readonly unknown[] =>
  Array.isArray(raw) ? raw : raw === null ? [] : [raw];

export const isReference = (value: unknown): value is { readonly '@id': unknown } =>
  isRecord(value) && Object.hasOwn(value, '@id');

/** Unwraps a value from its object in the expanded form. */
export const literal = (value: unknown): unknown =>
  isRecord(value) && Object.hasOwn(value, '@value') ? value['@value'] : value;

/** A reified relation, which carries the relation's properties. */
export const isStatement = (node: Node): boolean =>
  Object.keys(node).some((key) => isRdf(key, 'subject'));

/**
 * Returns the `subject`, `predicate` or `object` of a statement; `undefined` if it names nothing.
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
