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

/** The facts of a node that the layout needs. Without a known position `x` is NaN. */
export interface Body {
  readonly radius: number;
  /** Number of characters of its label. */
  readonly letters: number;
  x: number;
  y: number;
  vx?: number;
  vy?: number;
  fx?: number | null;
  fy?: number | null;
}

/** Two bodies that attract each other, by index. */
export type Pair = readonly [source: number, target: number];

export type GraphKind = 'schema' | 'data';

/**
 * Distances between nodes: types have long labels on their edges; few entities have room for
 * labels.
 */
const distances = {
  schema: { push: -2000, reach: 700, link: 230, pull: 0.6, flat: 0.13, narrow: 0.065 },
  few: { push: -520, reach: 900, link: 120, pull: 0.4, flat: 0.1, narrow: 0.045 },
  many: { push: -160, reach: 500, link: 70, pull: 0.4, flat: 0.07, narrow: 0.045 },
} as const;

/**
 * Creates the forces that arrange all bodies, not started. The result is deterministic: bodies
 * start on a spiral, or beside a neighbor, without random numbers.
 */
export function simulationOf<Of extends Body>(
  kind: GraphKind,
  bodies: readonly Of[],
  pairs: readonly Pair[],
): Simulation<Of, undefined> {
  const known = bodies.filter(({ x }) => !Number.isNaN(x)).length;
  beginBesideNeighbours(bodies, pairs);
  const size = kind === 'schema' ? 'schema' : bodies.length < 80 ? 'few' : 'many';
  const { push, reach, link, pull, flat, narrow } = distances[size];
  const room = ({ radius, letters }: Body) =>
    radius +
    (size === 'schema'
      ? Math.max(34, 4 * letters)
      : size === 'many'
        ? 14
        : Math.min(48, 8 + 2 * letters));
  // Links get their own objects, because d3 modifies them.
  const links: SimulationLinkDatum<Of>[] = pairs
    .filter(([source, target]) => source !== target)
    .map(([source, target]) => ({ source, target }));
  return (
    forceSimulation<Of>([...bodies])
      .force('charge', forceManyBody<Of>().strength(push).distanceMax(reach))
      .force('link', forceLink<Of, SimulationLinkDatum<Of>>(links).distance(link).strength(pull))
      .force('collide', forceCollide<Of>(room))
      .force('x', forceX<Of>().strength(narrow))
      .force('y', forceY<Of>().strength(flat))
      // If most positions are known, little has to move.
      .alpha(known > bodies.length / 2 ? 0.3 : 1)
      .stop()
  );
}

/** New bodies start beside a neighbor. */
function beginBesideNeighbours(bodies: readonly Body[], pairs: readonly Pair[]): void {
  for (const [source, target] of pairs) {
    for (const [place, other] of [
      [source, bodies[target]],
      [target, bodies[source]],
    ] as const) {
      const body = bodies[place];
      if (body === undefined || other === undefined) continue;
      if (!Number.isNaN(body.x) || Number.isNaN(other.x)) continue;
      const angle = (place * 2.4) % (2 * Math.PI);
      body.x = other.x + 40 * Math.cos(angle);
      body.y = other.y + 40 * Math.sin(angle);
    }
  }
}
