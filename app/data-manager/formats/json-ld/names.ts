import type { EntityKey } from '../../../ontology/bulk-relations.ts';
import { texts } from '../../transfer-texts.ts';
import { Unreadable } from '../items.ts';

/** Namespace of everything stored, and its prefix (spec data-exchange#json-ld). */
export const namespace = 'http://ahlt.local/ontology/';
export const prefix = 'ahlt';
export const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/**
 * Prefix of the entity's own fields, which keeps them apart from a property such as `label` (spec
 * data-exchange#json-ld).
 */
const core = 'meta/';
export type CoreField = 'label' | 'sort_order' | 'is_active';

export const corePredicate = (field: CoreField): string => `${prefix}:${core}${field}`;

/** Names that need no encoding, which are most of them. */
const plain = /^\w[\w.-]*$/;

/**
 * Encodes every character with a meaning in an IRI, and names that consist of dots, which some
 * resolvers would remove.
 */
function encoded(text: string): string {
  if (plain.test(text)) return text;
  return /^\.{1,2}$/.test(text) ? text.replaceAll('.', '%2E') : encodeURIComponent(text);
}

/** The predecessor does not encode names, so text that cannot be decoded is used as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `ahlt:tor/budget_committee` */
export const entityIri = ({ type, name }: EntityKey): string =>
  `${prefix}:${encoded(type)}/${encoded(name)}`;

/** `ahlt:meeting_cadence` of a property or a relation type. */
export const predicateIri = (name: string): string => `${prefix}:${encoded(name)}`;

/** `tor_function` → `ahlt:TorFunction` */
export const typeIri = (type: string): string =>
  `${prefix}:${type
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

/** The local part of an IRI; `undefined` for another namespace. */
function local(iri: string): string | undefined {
  if (iri.startsWith(`${prefix}:`)) return iri.slice(prefix.length + 1);
  return iri.startsWith(namespace) ? iri.slice(namespace.length) : undefined;
}

/** Returns the entity that an IRI names. Throws `Unreadable` for anything else. */
export function entityOf(iri: unknown): EntityKey {
  if (iri === undefined) throw new Unreadable(texts.missing('@id'));
  const path = typeof iri === 'string' ? local(iri) : undefined;
  const at = path?.indexOf('/') ?? -1;
  if (path === undefined || at < 1) throw new Unreadable(texts.iri(String(iri)));
  return { type: decoded(path.slice(0, at)), name: decoded(path.slice(at + 1)) };
}

export type Predicate =
  | { readonly kind: 'core'; readonly field: string }
  | { readonly kind: 'own'; readonly name: string }
  | { readonly kind: 'rdf'; readonly name: string }
  /** A keyword, or a name in a namespace that is ignored. */
  | { readonly kind: 'foreign' };

/**
 * What the key of a node stands for. A key without a prefix is a term of the context and stands for
 * itself.
 */
export function predicateOf(key: string): Predicate {
  if (key.startsWith('rdf:')) return { kind: 'rdf', name: key.slice(4) };
  if (key.startsWith(rdf)) return { kind: 'rdf', name: key.slice(rdf.length) };
  const path = local(key);
  if (path?.startsWith(core)) return { kind: 'core', field: path.slice(core.length) };
  if (path !== undefined) return { kind: 'own', name: decoded(path) };
  return key.startsWith('@') || key.includes(':')
    ? { kind: 'foreign' }
    : { kind: 'own', name: key };
}

/** Returns the relation type that a predicate's IRI names. Throws `Unreadable`. */
export function relationTypeOf(iri: unknown): string {
  const predicate = typeof iri === 'string' ? predicateOf(iri) : undefined;
  if (predicate?.kind !== 'own') throw new Unreadable(texts.predicate(String(iri)));
  return predicate.name;
}
