import { locale } from '../../language.ts';
import type { Look, Shape } from '../../ui/graph-look.ts';
import { number } from '../../ui/words.ts';
import type { Body, GraphKind } from './forces.ts';
import { texts } from './texts.ts';

/** A node of the graph: a type of the schema, or an entity. */
export interface GraphNode extends Look, Body {
  readonly id: string;
  readonly label: string;
  /** Name of its type. */
  readonly type: string;
  readonly typeLabel: string;
  /** Accessible name. */
  readonly spoken: string;
  /** Text inside it. */
  readonly inside: string;
  /** Whether it has relations that are not shown. */
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly facts: readonly (readonly [name: string, value: string])[];
}

export interface GraphEdge {
  readonly id: string;
  readonly source: GraphNode;
  readonly target: GraphNode;
  readonly label: string;
  readonly width: number;
  /**
   * How far the edge bends, so that several between the same two nodes can be distinguished (spec
   * ontology-explorer#graph-keys).
   */
  readonly bend: number;
}

export interface Graph {
  readonly kind: GraphKind;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

interface SchemaAnswer {
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
}

interface DataAnswer {
  readonly nodes: readonly {
    id: number;
    entity_type: string;
    type_label: string;
    name: string;
    label: string;
    is_active: boolean;
    degree: number;
    properties: Readonly<Record<string, string>>;
  }[];
  readonly edges: readonly { id: number; source: number; target: number; relation_label: string }[];
}

export type Place = Readonly<{ x: number; y: number }>;

interface Making {
  readonly looks: ReadonlyMap<string, Look>;
  /** Positions when the graph was last shown. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Builds a graph from a server response; known nodes keep their position. */
export function graphOf(kind: Graph['kind'], answer: unknown, making: Making): Graph {
  return kind === 'schema'
    ? schemaGraph(answer as SchemaAnswer, making)
    : dataGraph(answer as DataAnswer, making);
}

function schemaGraph({ nodes, edges }: SchemaAnswer, making: Making): Graph {
  const most = Math.max(1, ...nodes.map(({ count }) => count));
  const busiest = Math.max(1, ...edges.map(({ count }) => count));
  const share = (count: number, of: number) => Math.log1p(count) / Math.log1p(of);
  const made = nodes.map(({ id, label, count, property_keys: keys }) => ({
    ...lookOf(id, making),
    ...placeOf(id, making),
    ...{
      id,
      label,
      type: id,
      typeLabel: label,
      spoken: texts.typeName(label, count),
      isOpen: false,
      isActive: true,
    },
    radius: 18 + 22 * share(count, most),
    inside: compact(count),
    letters: label.length,
    facts: [
      [texts.instances, number(count)] as const,
      [texts.properties, keys.length === 0 ? texts.none : keys.join(', ')] as const,
    ],
  }));
  const lines = edges.map(
    ({ source, target, relation_type: type, relation_label: label, count }) => ({
      ...{ id: `${source} ${type} ${target}`, source, target, label: texts.edge(label, count) },
      width: 1.5 + 2.5 * share(count, busiest),
    }),
  );
  return { kind: 'schema', nodes: made, edges: joined(lines, made, 34) };
}

function dataGraph({ nodes, edges }: DataAnswer, making: Making): Graph {
  const shown = new Map<number, number>();
  for (const id of edges.flatMap(({ source, target }) => [source, target]))
    shown.set(id, (shown.get(id) ?? 0) + 1);
  const made = nodes.map((node) => {
    const [id, label] = [String(node.id), node.label.trim() === '' ? node.name : node.label];
    const relations = shown.get(node.id) ?? 0;
    return {
      ...lookOf(node.entity_type, making),
      ...placeOf(id, making),
      ...{
        id,
        label,
        type: node.entity_type,
        typeLabel: node.type_label,
        inside: '',
        isActive: node.is_active,
      },
      spoken: texts.nodeName(label, node.type_label, relations),
      radius: 7 + Math.min(7, Math.sqrt(relations)),
      letters: label.length,
      isOpen: node.degree > relations,
      facts: [
        [texts.type, node.type_label] as const,
        [texts.name, node.name] as const,
        ...Object.entries(node.properties),
      ],
    };
  });
  const lines = edges.map(({ id, source, target, relation_label: label }) => ({
    ...{ id: String(id), source: String(source), target: String(target), label, width: 1.25 },
  }));
  return { kind: 'data', nodes: made, edges: joined(lines, made, 22) };
}

const lookOf = (type: string, { looks }: Making): Look =>
  looks.get(type) ?? { colour: 1, shape: 'circle' satisfies Shape };

const placeOf = (id: string, { places }: Making): Place =>
  places.get(id) ?? { x: Number.NaN, y: Number.NaN };

const compact = (count: number): string =>
  new Intl.NumberFormat(locale, { notation: 'compact' }).format(count);

interface Line {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly width: number;
}

/**
 * Edges with both ends present, fanned out if several join the same two nodes (spec
 * ontology-explorer#graph-keys).
 */
function joined(
  lines: readonly Line[],
  nodes: readonly GraphNode[],
  gap: number,
): readonly GraphEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const pairs = Map.groupBy(lines, ({ source, target }) => [source, target].toSorted().join(' '));
  return lines.flatMap((line) => {
    const [source, target] = [byId.get(line.source), byId.get(line.target)];
    if (source === undefined || target === undefined) return [];
    const same = pairs.get([line.source, line.target].toSorted().join(' ')) ?? [];
    const place = same.indexOf(line);
    const turned = line.source < line.target ? 1 : -1;
    const bend = source === target ? place + 1 : (place - (same.length - 1) / 2) * gap * turned;
    return [{ id: line.id, label: line.label, width: line.width, source, target, bend }];
  });
}

/** The nodes at a distance of one relation, without duplicates. */
export function neighboursOf(
  { edges }: Graph,
  { id }: Pick<GraphNode, 'id'>,
): readonly GraphNode[] {
  const found = edges.flatMap(({ source, target }) =>
    source.id === id ? [target] : target.id === id ? [source] : [],
  );
  return [...new Set(found)].filter((node) => node.id !== id);
}

/** The nearest node in a direction: related ones first, then by distance and deviation. */
export function nodeTowards(graph: Graph, from: GraphNode, key: string): GraphNode | undefined {
  const dx = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const dy = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const best = (nodes: readonly GraphNode[]): GraphNode | undefined => {
    let [found, least]: [GraphNode | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    for (const node of nodes) {
      const [ahead, aside] = [
        (node.x - from.x) * dx + (node.y - from.y) * dy,
        Math.abs((node.x - from.x) * dy + (node.y - from.y) * dx),
      ];
      const cost = ahead + 2 * aside;
      if (node.id !== from.id && ahead > 0 && aside <= 2 * ahead && cost < least)
        [found, least] = [node, cost];
    }
    return found;
  };
  return best(neighboursOf(graph, from)) ?? best(graph.nodes);
}
