import { type Pair, simulationOf } from './forces.ts';
import type { LayoutAnswer, LayoutRequest } from './layout-worker.ts';
import type { Graph } from './model.ts';

/** Milliseconds per frame for moving elements. */
const frameMs = 12;

/**
 * Computes the position of every node with `worker`, so that the first picture is final. Rejects if
 * the worker cannot be loaded, fails, or `signal` aborts.
 */
export async function arrange(graph: Graph, worker: string, signal: AbortSignal): Promise<void> {
  const { kind, nodes } = graph;
  const bodies = nodes.map(({ radius, letters, x, y }) => ({ radius, letters, x, y }));
  const places = await answerOf(
    new Worker(worker, { type: 'module' }),
    { kind, bodies, pairs: pairsOf(graph) },
    signal,
  );
  for (const [n, node] of nodes.entries()) {
    node.x = places[2 * n] ?? 0;
    node.y = places[2 * n + 1] ?? 0;
  }
}

function answerOf(
  worker: Worker,
  request: LayoutRequest,
  signal: AbortSignal,
): Promise<LayoutAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<LayoutAnswer>();
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => resolve(data));
  worker.addEventListener('error', () => reject(new Error('The layout of the graph failed.')));
  signal.addEventListener('abort', () => reject(new Error('The graph is no longer shown.')));
  worker.postMessage(request);
  return promise.finally(() => worker.terminate());
}

export interface Motion {
  /** Restarts the motion after a drag, with a force of 0 to 1. */
  readonly warm: (alpha: number) => void;
  readonly stop: () => void;
}

/**
 * Moves the nodes of an arranged graph in animation frames. `draw` shows every frame, with reduced
 * motion only the last.
 */
export function motionOf(
  graph: Graph,
  { isMoving, draw }: { isMoving: boolean; draw: () => void },
): Motion {
  const simulation = simulationOf(graph.kind, graph.nodes, pairsOf(graph)).alpha(0);
  let frame = 0;
  const step = () => {
    const until = performance.now() + frameMs;
    do simulation.tick();
    while (performance.now() < until && simulation.alpha() > simulation.alphaMin());
    const isDone = simulation.alpha() <= simulation.alphaMin();
    if (isMoving || isDone) draw();
    frame = isDone ? 0 : requestAnimationFrame(step);
  };
  return {
    warm: (alpha) => {
      simulation.alpha(Math.max(simulation.alpha(), alpha));
      if (frame === 0) frame = requestAnimationFrame(step);
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

function pairsOf({ nodes, edges }: Graph): readonly Pair[] {
  const places = new Map(nodes.map((node, place) => [node, place]));
  return edges.map(({ source, target }) => [places.get(source) ?? 0, places.get(target) ?? 0]);
}
