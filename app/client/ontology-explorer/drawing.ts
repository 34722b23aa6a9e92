import { shapePath } from '../../ui/graph-look.ts';
import type { Graph, GraphEdge, GraphNode } from './model.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** An element of a drawing. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(namespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

export interface Drawing {
  readonly svg: SVGSVGElement;
  /** What is moved and scaled. */
  readonly stage: SVGGElement;
  /** A node with its words. */
  readonly elementOf: (id: string) => SVGGElement | undefined;
  /** Its part that has the focus. */
  readonly pointOf: (id: string) => SVGGElement | undefined;
  /** Brings everything to its place. */
  readonly place: () => void;
  /** Dims what isn't among these; `undefined`: nothing. */
  readonly emphasize: (ids: ReadonlySet<string> | undefined, name?: string) => void;
}

/** Draws a graph with elements of the page: they can have the focus, and their colours are the tokens of the theme that is on. */
export function drawGraph(graph: Graph, label: string): Drawing {
  const svg = svgElement('svg', { class: `graph-svg ${graph.kind}`, role: 'application', 'aria-label': label });
  const [stage, lines, words, points] = [svgElement('g'), svgElement('g'), svgElement('g'), svgElement('g')];
  for (const hidden of [lines, words]) hidden.setAttribute('aria-hidden', 'true');
  svg.append(arrow(), stage);
  stage.append(lines, words, points);
  const edges = graph.edges.map((edge) => drawEdge(edge, lines, words));
  const nodes = new Map(graph.nodes.map((node) => [node.id, { node, element: drawNode(node, points) }]));
  return {
    svg,
    stage,
    elementOf: (id) => nodes.get(id)?.element,
    pointOf: (id) => nodes.get(id)?.element.querySelector<SVGGElement>('.graph-point') ?? undefined,
    place: () => {
      for (const { node, element } of nodes.values()) element.setAttribute('transform', `translate(${round(node.x)} ${round(node.y)})`);
      for (const place of edges) place.move();
    },
    emphasize: (ids, name = 'dim') => {
      for (const [id, { element }] of nodes) element.classList.toggle(name, ids !== undefined && !ids.has(id));
      for (const { edge, elements } of edges) {
        const isIn = ids === undefined || (ids.has(edge.source.id) && ids.has(edge.target.id));
        for (const element of elements) element.classList.toggle(name, !isIn);
      }
    },
  };
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

/** The words stand outside of what has the focus: its name says all of them, and in full. */
function drawNode(node: GraphNode, into: SVGGElement): SVGGElement {
  const element = svgElement('g', { class: 'graph-node', 'data-node': node.id });
  const point = svgElement('g', { class: 'graph-point', role: 'button', tabindex: -1, 'aria-label': node.spoken });
  if (!node.isActive) element.classList.add('inactive');
  if (node.isOpen) element.classList.add('open');
  point.append(
    svgElement('circle', { class: 'graph-ring', r: round(node.radius + 5) }),
    svgElement('path', { class: `graph-mark cat-${node.colour}`, d: shapePath(node.shape, round(node.radius)) }),
  );
  element.append(point);
  if (node.inside !== '') element.append(text('graph-inside', node.inside, 4));
  element.append(text('graph-label', cut(node.label), node.radius + (node.inside === '' ? 15 : 19)));
  into.append(element);
  return element;
}

const cut = (label: string): string => (label.length > 26 ? `${label.slice(0, 25).trimEnd()}…` : label);

function text(kind: string, words: string, y: number): SVGTextElement {
  const element = svgElement('text', { class: kind, y: round(y), 'text-anchor': 'middle', 'aria-hidden': 'true' });
  element.textContent = words;
  return element;
}

interface DrawnEdge {
  readonly edge: GraphEdge;
  readonly elements: readonly SVGElement[];
  readonly move: () => void;
}

function drawEdge(edge: GraphEdge, lines: SVGGElement, words: SVGGElement): DrawnEdge {
  const line = svgElement('path', { class: 'graph-edge', 'stroke-width': round(edge.width), 'marker-end': 'url(#graph-arrow)' });
  const label = text('graph-edge-label', edge.label, 0);
  lines.append(line);
  words.append(label);
  const move = () => {
    const { path, middle } = edge.source === edge.target ? loop(edge) : curve(edge);
    line.setAttribute('d', path);
    label.setAttribute('x', String(round(middle.x)));
    label.setAttribute('y', String(round(middle.y)));
  };
  return { edge, elements: [line, label], move };
}

/** From edge to edge of the two shapes, bent aside by half of `bend`. */
function curve({ source, target, bend }: GraphEdge) {
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(dx, dy) || 1;
  const control = { x: (source.x + target.x) / 2 - (dy / length) * bend, y: (source.y + target.y) / 2 + (dx / length) * bend };
  const from = towards(source, control, source.radius + 1);
  const to = towards(target, control, target.radius + 3);
  const middle = { x: (from.x + 2 * control.x + to.x) / 4, y: (from.y + 2 * control.y + to.y) / 4 };
  return { path: `M${round(from.x)} ${round(from.y)}Q${round(control.x)} ${round(control.y)} ${round(to.x)} ${round(to.y)}`, middle };
}

function towards(from: GraphNode, to: { x: number; y: number }, distance: number) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * distance, y: from.y + ((to.y - from.y) / length) * distance };
}

/** A relation to itself, above; several lie around each other. */
function loop({ source: { x, y, radius }, bend }: GraphEdge) {
  const [wide, high] = [radius + 10 * bend, radius + 22 + 18 * bend];
  const path = `M${round(x - radius * 0.6)} ${round(y - radius * 0.8)}C${round(x - wide)} ${round(y - high - radius)} ${round(x + wide)} ${round(y - high - radius)} ${round(x + radius * 0.6)} ${round(y - radius * 0.9)}`;
  // The words of two of them stand at either side.
  return { path, middle: { x: x + (bend % 2 === 1 ? -1 : 1) * (radius + 34), y: y - radius - 12 * bend } };
}

export const round = (value: number): number => Math.round(value * 10) / 10;
