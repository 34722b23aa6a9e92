import { entityTypes } from '../declarations.ts';
import { isEntityType } from '../entity-properties.ts';
import { keyFate } from '../graph/index.ts';
import { isSensitive } from '../ontology/schema.ts';
import type { Pattern, SchemaCounts } from './count-queries.ts';
import type { StoredEdge, StoredGraph, StoredNode } from './graph-columns.ts';
import { texts } from './texts.ts';

/** `tor_function` → "Tor function": the label of a type without one of its own. */
export function typeLabel(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Label of a property: `cadence_time` → "Cadence time". */
export const propertyLabel = (key: string): string => typeLabel(key.replaceAll('.', ' '));

/** The display name of an entity; many have a name only. */
export const titleOf = ({
  label,
  name,
}: {
  readonly label: string;
  readonly name: string;
}): string => (label.trim() === '' ? name : label);

/**
 * Whether a property may be shown here: the same ones as in the graph database (spec
 * ontology-explorer#visibility).
 */
export const isShown = (key: string): boolean => !isSensitive(key) && keyFate(key) === 'projected';

/** Visible properties. Keys repeat, so each is checked once. */
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

/** Keys of a type: declared ones first, in their order, then others in use. */
function keysOf(type: string, used: readonly string[]): readonly string[] {
  const declared = isEntityType(type) ? Object.keys(entityTypes[type]) : [];
  return [...new Set([...declared, ...used])].filter(isShown);
}

/** Address of an entity's page. */
export const entityHref = (id: string): string => `/ontology/data/${id}`;

/** Pages of types that have their own, on which they are changed. */
export function ownPage(type: string, id: string): string | undefined {
  if (type === 'user') return `/users/${id}/edit`;
  if (type === 'role') return `/roles/builder/${id}/edit`;
  if (type === 'nav_item') return `/menu/${id}`;
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

/** The schema in the API (spec ontology-explorer#api). */
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

/** A part of the store without properties, for its tables. */
export interface GraphOutline {
  readonly nodes: readonly {
    id: number;
    entity_type: string;
    type_label: string;
    name: string;
    label: string;
    is_active: boolean;
    /** Relations in both directions, shown or not; counted up to 50 each. */
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

/** A part of the store in the API, without hidden content (spec ontology-explorer#visibility). */
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

/** A relation's label from the side of the entity on whose page it is. */
export const groupTitle = (label: string, direction: 'out' | 'in'): string =>
  direction === 'out' ? label : texts.entity.incoming(label);
