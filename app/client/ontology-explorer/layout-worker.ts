import { type Body, type GraphKind, type Pair, simulationOf } from './forces.ts';

/** A graph reduced to what the layout needs. */
export interface LayoutRequest {
  readonly kind: GraphKind;
  readonly bodies: readonly Body[];
  readonly pairs: readonly Pair[];
}

/** x and y of each body in turn. */
export type LayoutAnswer = Float64Array<ArrayBuffer>;

/**
 * Computes the layout in a worker, so that the page stays responsive and draws the finished graph.
 */
addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const simulation = simulationOf(data.kind, data.bodies, data.pairs);
  while (simulation.alpha() > simulation.alphaMin()) simulation.tick();
  const places: LayoutAnswer = new Float64Array(simulation.nodes().flatMap(({ x, y }) => [x, y]));
  postMessage(places);
});
