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

function forces({ kind, nodes, edges }: Graph): Simulation<GraphNode, undefined> {
  const isSchema = kind === 'schema';
  // Links get objects of their own: d3 writes into them.
  const links: SimulationLinkDatum<GraphNode>[] = edges
    .filter(({ source, target }) => source !== target)
    .map(({ source, target }) => ({ source, target }));
  return forceSimulation<GraphNode>([...nodes])
    .force(
      'charge',
      forceManyBody<GraphNode>()
        .strength(isSchema ? -1500 : -160)
        .distanceMax(isSchema ? 1100 : 500),
    )
    .force(
      'link',
      forceLink<GraphNode, SimulationLinkDatum<GraphNode>>(links)
        .distance(isSchema ? 210 : 70)
        .strength(isSchema ? 0.25 : 0.4),
    )
    .force(
      'collide',
      forceCollide<GraphNode>((node) => node.radius + (isSchema ? 34 : 14)),
    )
    .force('x', forceX<GraphNode>().strength(isSchema ? 0.045 : 0.04))
    .force('y', forceY<GraphNode>().strength(isSchema ? 0.11 : 0.07));
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
