import { shapePath } from '../../ui/graph-look.ts';
import { labelDrop, writeLabels } from './labels.ts';
import type { Graph, GraphEdge, GraphNode, Place } from './model.ts';
import type { Sight } from './viewport.ts';
import { type Box, placeWords, shortened, widthOf } from './words.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** Creates an SVG element. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes))
    element.setAttribute(attribute, String(value));
  return element;
}

export interface Drawing {
  readonly svg: SVGSVGElement;
  /** The element that is moved and scaled. */
  readonly stage: SVGGElement;
  /** A node with its label. */
  readonly elementOf: (id: string) => SVGGElement | undefined;
  /** Its focusable part. */
  readonly pointOf: (id: string) => SVGGElement | undefined;
  /** Updates the positions of all elements. */
  readonly place: () => void;
  /** Writes the labels that fit in the visible part, at the same size for each zoom level. */
  readonly label: (sight: Sight) => void;
  /** Dims all elements but these; `undefined` dims none. */
  readonly emphasize: (ids: ReadonlySet<string> | undefined, name?: string) => void;
}

/**
 * Draws a graph with page elements: they can be focused, and their colors are tokens of the current
 * theme.
 */
export function drawGraph(graph: Graph, label: string): Drawing {
  const svg = svgElement('svg', {
    class: `graph-svg ${graph.kind}`,
    role: 'application',
    'aria-label': label,
  });
  const [stage, lines, words, points] = [
    svgElement('g'),
    svgElement('g'),
    svgElement('g'),
    svgElement('g'),
  ];
  for (const hidden of [lines, words]) hidden.setAttribute('aria-hidden', 'true');
  svg.append(arrow(), stage);
  stage.append(lines, words, points);
  const edges = graph.edges.map((edge) => drawEdge(edge, lines, words));
  const nodes = new Map(
    graph.nodes.map((node) => [node.id, { node, element: drawNode(node, points) }]),
  );
  // Edges between entities are labeled only while one of their ends is emphasized.
  const wordsAtFirst = graph.kind === 'schema' ? edges : [];
  let shownWords: readonly DrawnEdge[] = wordsAtFirst;
  // Labels of entities keep their size on the screen; those of types scale with their marks.
  let unit = 1;
  let seen: Box | undefined;
  let first: ReadonlySet<string> | undefined;
  const writeAll = () => {
    if (graph.kind === 'data')
      writeLabels(graph.nodes, (id) => nodes.get(id)?.element, { unit, seen, first });
    writeWords(graph, edges, shownWords, unit);
  };
  return {
    svg,
    stage,
    elementOf: (id) => nodes.get(id)?.element,
    pointOf: (id) => nodes.get(id)?.element.querySelector<SVGGElement>('.graph-point') ?? undefined,
    place: () => {
      for (const { node, element } of nodes.values())
        element.setAttribute('transform', `translate(${round(node.x)} ${round(node.y)})`);
      for (const each of edges) each.move();
      writeAll();
    },
    label: ({ scale, box }) => {
      seen = box;
      unit = graph.kind === 'data' ? 1 / scale : 1;
      svg.style.setProperty('--unit', String(unit));
      writeAll();
    },
    emphasize: (ids, name = 'dim') => {
      for (const [id, { element }] of nodes)
        element.classList.toggle(name, ids !== undefined && !ids.has(id));
      const isIn = ({ edge }: DrawnEdge) =>
        ids === undefined || (ids.has(edge.source.id) && ids.has(edge.target.id));
      for (const each of edges)
        for (const element of [each.line, each.words]) element.classList.toggle(name, !isIn(each));
      // A few emphasized edges have more room, so their labels are placed again without the others.
      shownWords = ids === undefined || name !== 'dim' ? wordsAtFirst : edges.filter(isIn);
      first = ids;
      writeAll();
    },
  };
}

const wordSize = { schema: 14, data: 11 } as const;
const nodeWordSize = { schema: 16, data: 12 } as const;

/**
 * Places the labels of some edges where they touch nothing, heaviest edges first; removes all
 * others.
 */
function writeWords(
  { kind, nodes }: Graph,
  all: readonly DrawnEdge[],
  shown: readonly DrawnEdge[],
  unit: number,
): void {
  const size = wordSize[kind] * unit;
  const inOrder = shown.toSorted((one, other) => other.edge.width - one.edge.width);
  const places = placeWords(
    inOrder.map(({ edge, places: where }) => ({
      width: widthOf(edge.label, size),
      height: size,
      places: where(),
    })),
    inOrder.length === 0 ? [] : nodes.flatMap((node) => boxesOf(node, nodeWordSize[kind] * unit)),
  );
  const isWritten = new Set<DrawnEdge>();
  for (const [n, each] of inOrder.entries()) {
    const place = places[n];
    if (place === undefined) continue;
    isWritten.add(each);
    each.words.setAttribute('x', String(round(place.x)));
    each.words.setAttribute('y', String(round(place.y + size * 0.35)));
  }
  for (const each of all) each.words.classList.toggle('crowded', !isWritten.has(each));
}

/** The area of a node and its label. */
function boxesOf({ x, y, radius, label, inside }: GraphNode, size: number): readonly Box[] {
  const width = widthOf(shortened(label), size);
  return [
    { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius },
    { x: x - width / 2, y: y + labelDrop(radius, inside) - size, width, height: size * 1.25 },
  ];
}

function arrow(): SVGDefsElement {
  const defs = svgElement('defs');
  const marker = svgElement('marker', {
    ...{ id: 'graph-arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 9, markerHeight: 9 },
    ...{ markerUnits: 'userSpaceOnUse', orient: 'auto' },
  });
  marker.append(svgElement('path', { class: 'graph-tip', d: 'M0 0 8 4 0 8z' }));
  defs.append(marker);
  return defs;
}

/** The label is outside of the focusable element, whose accessible name contains it in full. */
function drawNode(node: GraphNode, into: SVGGElement): SVGGElement {
  const element = svgElement('g', { class: 'graph-node', 'data-node': node.id });
  const point = svgElement('g', {
    class: 'graph-point',
    role: 'button',
    tabindex: -1,
    'aria-label': node.spoken,
  });
  if (!node.isActive) element.classList.add('inactive');
  if (node.isOpen) element.classList.add('open');
  point.append(
    svgElement('circle', { class: 'graph-ring', r: round(node.radius + 5) }),
    svgElement('path', {
      class: `graph-mark cat-${node.colour}`,
      d: shapePath(node.shape, round(node.radius)),
    }),
  );
  element.append(point);
  if (node.inside !== '') element.append(text('graph-inside', node.inside, 4));
  element.append(text('graph-label', shortened(node.label), labelDrop(node.radius, node.inside)));
  into.append(element);
  return element;
}

function text(kind: string, words: string, y: number): SVGTextElement {
  const element = svgElement('text', {
    class: kind,
    y: round(y),
    'text-anchor': 'middle',
    'aria-hidden': 'true',
  });
  element.textContent = words;
  return element;
}

interface DrawnEdge {
  readonly edge: GraphEdge;
  readonly line: SVGPathElement;
  readonly words: SVGTextElement;
  /** Updates the position of the edge. */
  readonly move: () => void;
  /** Possible positions of its label. */
  readonly places: () => readonly Place[];
}

function drawEdge(edge: GraphEdge, lines: SVGGElement, words: SVGGElement): DrawnEdge {
  const line = svgElement('path', {
    class: 'graph-edge',
    'stroke-width': round(edge.width),
    'marker-end': 'url(#graph-arrow)',
  });
  const label = text('graph-edge-label crowded', edge.label, 0);
  lines.append(line);
  words.append(label);
  const shape = () => (edge.source === edge.target ? loop(edge) : curve(edge));
  return {
    edge,
    line,
    words: label,
    move: () => line.setAttribute('d', shape().path),
    places: () => shape().places,
  };
}

/**
 * Possible positions of labels: points along the edge, the middle first, and distances from it, on
 * the edge first.
 */
const wayPoints = [
  ...[0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78].map((part) => ({ part, beside: 0 })),
  ...[0.5, 0.38, 0.62].flatMap((part) => [12, -12].map((beside) => ({ part, beside }))),
];

/** A curve between the outlines of two shapes, bent aside by half of `bend`. */
function curve({ source, target, bend }: GraphEdge): { path: string; places: readonly Place[] } {
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(dx, dy) || 1;
  const control = {
    x: (source.x + target.x) / 2 - (dy / length) * bend,
    y: (source.y + target.y) / 2 + (dx / length) * bend,
  };
  const from = towards(source, control, source.radius + 1);
  const to = towards(target, control, target.radius + 3);
  const at = (part: number, key: 'x' | 'y') =>
    (1 - part) ** 2 * from[key] + 2 * part * (1 - part) * control[key] + part ** 2 * to[key];
  return {
    path: `M${round(from.x)} ${round(from.y)}Q${round(control.x)} ${round(control.y)} ${round(to.x)} ${round(to.y)}`,
    places: wayPoints.map(({ part, beside }) => ({
      x: at(part, 'x') - (dy / length) * beside,
      y: at(part, 'y') + (dx / length) * beside,
    })),
  };
}

function towards(from: GraphNode, to: { x: number; y: number }, distance: number) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: from.x + ((to.x - from.x) / length) * distance,
    y: from.y + ((to.y - from.y) / length) * distance,
  };
}

/**
 * A relation to itself, drawn above the node; several surround each other. Labels are above or at
 * the sides.
 */
function loop({ source: { x, y, radius }, bend, label }: GraphEdge): {
  path: string;
  places: readonly Place[];
} {
  const [wide, high] = [radius + 10 * bend, radius + 22 + 18 * bend];
  const path = `M${round(x - radius * 0.6)} ${round(y - radius * 0.8)}C${round(x - wide)} ${round(y - high - radius)} ${round(x + wide)} ${round(y - high - radius)} ${round(x + radius * 0.6)} ${round(y - radius * 0.9)}`;
  const top = y - radius * 0.85 - 0.75 * high;
  const aside = radius + 12 + widthOf(label, wordSize.schema) / 2;
  return {
    path,
    places: [
      { x, y: top - 10 },
      { x: x + aside, y: y - radius - 12 * bend },
      { x: x - aside, y: y - radius - 12 * bend },
      { x, y: top - 26 },
    ],
  };
}

export const round = (value: number): number => Math.round(value * 10) / 10;
