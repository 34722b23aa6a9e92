import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
} from 'd3-force';
import type { Graph, GraphNode } from './model.ts';

/** Milliseconds of a frame that the layout may take: the page stays usable while a large graph finds its place. */
const frameMs = 12;

export interface Layout {
  /** Moves things again, for example after one was dragged. */
  readonly warm: (alpha: number) => void;
  readonly stop: () => void;
}

interface LayoutOptions {
  /** Draws every frame; without motion only the end is drawn. */
  readonly isMoving: boolean;
  readonly draw: () => void;
  readonly settled: () => void;
}

/**
 * Finds places for everything, in frames of the page. The same graph always comes out the same: it starts from a spiral and uses no
 * random numbers.
 */
export function layOut(graph: Graph, { isMoving, draw, settled }: LayoutOptions): Layout {
  const known = graph.nodes.filter(({ x }) => !Number.isNaN(x));
  beginBesideNeighbours(graph);
  const simulation = forces(graph).stop();
  // Where most of it is known, little has to move.
  simulation.alpha(known.length > graph.nodes.length / 2 ? 0.3 : 1);
  let frame = 0;
  let isFirst = true;
  const step = () => {
    const until = performance.now() + frameMs;
    do simulation.tick();
    while (performance.now() < until && simulation.alpha() > simulation.alphaMin());
    const isDone = simulation.alpha() <= simulation.alphaMin();
    if (isMoving || isDone) draw();
    if (!isDone) {
      frame = requestAnimationFrame(step);
      return;
    }
    frame = 0;
    if (isFirst) settled();
    isFirst = false;
  };
  frame = requestAnimationFrame(step);
  return {
    warm: (alpha) => {
      simulation.alpha(Math.max(simulation.alpha(), alpha));
      if (frame === 0) frame = requestAnimationFrame(step);
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

/** How far things keep from each other: types have long words on their edges; few entities have room for their labels. */
const distances = {
  schema: { push: -1500, reach: 600, link: 180, pull: 0.6, flat: 0.13, narrow: 0.065 },
  few: { push: -520, reach: 900, link: 120, pull: 0.4, flat: 0.1, narrow: 0.045 },
  many: { push: -160, reach: 500, link: 70, pull: 0.4, flat: 0.07, narrow: 0.045 },
} as const;

function forces({ kind, nodes, edges }: Graph): Simulation<GraphNode, undefined> {
  const size = kind === 'schema' ? 'schema' : nodes.length < 80 ? 'few' : 'many';
  const { push, reach, link, pull, flat, narrow } = distances[size];
  const room = ({ radius, label }: GraphNode) =>
    radius + (size === 'schema' ? 34 : size === 'many' ? 14 : Math.min(48, 8 + 2 * label.length));
  // Links get objects of their own: d3 writes into them.
  const links: SimulationLinkDatum<GraphNode>[] = edges
    .filter(({ source, target }) => source !== target)
    .map(({ source, target }) => ({ source, target }));
  return forceSimulation<GraphNode>([...nodes])
    .force('charge', forceManyBody<GraphNode>().strength(push).distanceMax(reach))
    .force('link', forceLink<GraphNode, SimulationLinkDatum<GraphNode>>(links).distance(link).strength(pull))
    .force('collide', forceCollide<GraphNode>(room))
    .force('x', forceX<GraphNode>().strength(narrow))
    .force('y', forceY<GraphNode>().strength(flat));
}

/** What is new appears beside what it belongs to. */
function beginBesideNeighbours({ nodes, edges }: Graph): void {
  for (const { source, target } of edges) {
    for (const [one, other] of [
      [source, target],
      [target, source],
    ] as const) {
      if (Number.isNaN(one.x) && !Number.isNaN(other.x)) {
        const angle = (nodes.indexOf(one) * 2.4) % (2 * Math.PI);
        one.x = other.x + 40 * Math.cos(angle);
        one.y = other.y + 40 * Math.sin(angle);
      }
    }
  }
}
