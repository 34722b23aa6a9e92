import { entityTypes } from '../declarations.ts';
import { isEntityType } from '../entity-properties.ts';
import { keyFate } from '../graph/index.ts';
import { isSensitive } from '../ontology/schema.ts';
import type { StoredEdge, StoredGraph, StoredNode } from './graph-columns.ts';
import type { Pattern, SchemaCounts } from './schema-counts.ts';
import { texts } from './texts.ts';

/** `tor_function` → "Tor function": what a type is called where it has no caption of its own. */
export function typeLabel(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Caption of a property: `cadence_time` → "Cadence time". */
export const propertyLabel = (key: string): string => typeLabel(key.replaceAll('.', ' '));

/** What people call an entity; many have a name alone. */
export const titleOf = ({
  label,
  name,
}: {
  readonly label: string;
  readonly name: string;
}): string => (label.trim() === '' ? name : label);

/**
 * Whether a property may be seen here: what the graph database gets, too (spec
 * ontology-explorer#visibility).
 */
export const isShown = (key: string): boolean => !isSensitive(key) && keyFate(key) === 'projected';

/** Properties that may be seen. The same few keys come again and again, so each is judged once. */
function shownProperties(): (stored: StoredNode['properties']) => Readonly<Record<string, string>> {
  const fates = new Map<string, boolean>();
  return (stored) => {
    const shown: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [key, value] of stored) {
      const fate = fates.get(key) ?? isShown(key);
      fates.set(key, fate);
      if (fate) shown[key] = value;
    }
    return shown;
  };
}

/** Keys of a type: the declared ones first, in their order, then what else is in use. */
function keysOf(type: string, used: readonly string[]): readonly string[] {
  const declared = isEntityType(type) ? Object.keys(entityTypes[type]) : [];
  return [...new Set([...declared, ...used])].filter(isShown);
}

/** Address of an entity's page. */
export const entityHref = (id: string): string => `/ontology/data/${id}`;

/** Pages of the types that have pages of their own, which is where they are changed. */
export function ownPage(type: string, id: string): string | undefined {
  if (type === 'user') return `/users/${id}/edit`;
  if (type === 'role') return `/roles/builder/${id}/edit`;
  if (type === 'nav_item') return `/menu-builder/entries/${id}`;
  return type === 'setting' ? '/settings' : undefined;
}

export interface SchemaAnswer {
  readonly nodes: readonly {
    id: string;
    label: string;
    count: number;
    property_keys: readonly string[];
  }[];
  readonly edges: readonly {
    source: string;
    target: string;
    relation_type: string;
    relation_label: string;
    count: number;
  }[];
  readonly counted_at: string;
}

/** The schema as programs get it (spec ontology-explorer#api). */
export const schemaAnswer = (
  { types, patterns, countedAt }: SchemaCounts,
  hidden: readonly string[],
): SchemaAnswer => ({
  nodes: types
    .filter(({ type }) => !hidden.includes(type))
    .map(({ type, count, keys }) => ({
      id: type,
      label: typeLabel(type),
      count,
      property_keys: keysOf(type, keys),
    })),
  edges: patterns
    .filter(({ source, target }) => !hidden.includes(source) && !hidden.includes(target))
    .map(edgeOf),
  counted_at: countedAt.toISOString(),
});

const edgeOf = ({ source, target, relation, label, count }: Pattern) => ({
  source,
  target,
  relation_type: relation,
  relation_label: label,
  count,
});

/** Part of the store without properties: what its tables show. */
export interface GraphOutline {
  readonly nodes: readonly {
    id: number;
    entity_type: string;
    type_label: string;
    name: string;
    label: string;
    is_active: boolean;
    /** Relations at either end, whether shown or not; counted up to 50 each. */
    degree: number;
  }[];
  readonly edges: readonly StoredEdge[];
  readonly entity_types: readonly string[];
  /** There is more than is shown. */
  readonly truncated: boolean;
  readonly limit: number;
}

export interface GraphAnswer extends GraphOutline {
  readonly nodes: readonly (GraphOutline['nodes'][number] & {
    properties: Readonly<Record<string, string>>;
  })[];
}

export const graphOutline = (
  { nodes, edges, entityTypes: types, truncated }: StoredGraph,
  limit: number,
): GraphOutline => ({
  nodes: nodes.map(({ properties: _properties, ...node }) => ({
    ...node,
    type_label: typeLabel(node.entity_type),
  })),
  edges,
  entity_types: types,
  truncated,
  limit,
});

/**
 * Part of the store as programs get it, without what nobody may see (spec
 * ontology-explorer#visibility).
 */
export function graphAnswer(graph: StoredGraph, limit: number): GraphAnswer {
  const shown = shownProperties();
  const outline = graphOutline(graph, limit);
  return {
    ...outline,
    nodes: outline.nodes.map((node, place) => ({
      ...node,
      properties: shown(graph.nodes[place]?.properties ?? []),
    })),
  };
}

/** How a relation reads from the entity whose page it is on. */
export const groupTitle = (label: string, direction: 'out' | 'in'): string =>
  direction === 'out' ? label : texts.entity.incoming(label);
