import { type Body, type GraphKind, type Pair, simulationOf } from './forces.ts';

/** A graph without anything that a layout needs not know. */
export interface LayoutRequest {
  readonly kind: GraphKind;
  readonly bodies: readonly Body[];
  readonly pairs: readonly Pair[];
}

/** x and y of each body in turn. */
export type LayoutAnswer = Float64Array<ArrayBuffer>;

/**
 * Finds all places beside the page, which stays usable meanwhile and draws the graph when it is
 * done.
 */
addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const simulation = simulationOf(data.kind, data.bodies, data.pairs);
  while (simulation.alpha() > simulation.alphaMin()) simulation.tick();
  const places: LayoutAnswer = new Float64Array(simulation.nodes().flatMap(({ x, y }) => [x, y]));
  postMessage(places);
});
