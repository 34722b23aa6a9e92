import type { Committee, Dependency, GovernanceMap, Kind } from './map.ts';

/** The filters in the address of the map. */
export interface MapQuery {
  readonly kind: Kind | undefined;
  readonly blocking: boolean;
  /** `undefined`: all; empty: committees without an organization. */
  readonly organization: string | undefined;
  /** Shows only what leads to this committee and what follows from it. */
  readonly focus: string | undefined;
}

/** The meaning of a node: a committee, or those of an organization. */
export type MapNode =
  | { readonly id: string; readonly committee: Committee }
  | { readonly id: string; readonly organization: string; readonly size: number };

/** Dependencies in one direction between two nodes. */
export interface MapEdge {
  readonly source: string;
  readonly target: string;
  readonly kind: Kind;
  readonly isBlocking: boolean;
  /** Whether committees wait for each other in a circle of blocking dependencies. */
  readonly isCycle: boolean;
  /** More than one only between organizations. */
  readonly count: number;
}

/** The drawn part of the map. */
export interface Selection {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** How a large map is reduced: grouped by organization, or cut at `mostNodes`. */
  readonly reduced: 'grouped' | 'cut' | undefined;
  /** Dependencies that the filters leave, for the table. */
  readonly dependencies: readonly Dependency[];
}

/** Most nodes that a reader can tell apart. */
export const mostNodes = 60;

/** The part of the map that an address asks for (spec governance-map#selection). Pure. */
export function selected(map: GovernanceMap, query: MapQuery): Selection {
  const { kind, blocking, organization, focus } = query;
  const among = map.dependencies.filter(
    (each) => (kind === undefined || each.kind === kind) && (!blocking || each.isBlocking),
  );
  const reached = focus === undefined ? undefined : pathsThrough(focus, among);
  const committees = map.committees.filter(
    (each) =>
      (organization === undefined || each.organization === organization) &&
      (reached === undefined || reached.has(each.id)),
  );
  const shown = new Set(committees.map(({ id }) => id));
  const dependencies = among.filter(
    ({ source, target }) =>
      shown.has(source) &&
      shown.has(target) &&
      (reached === undefined || isOnPath(reached, source, target)),
  );
  const circles = circlesOf(map.dependencies.filter(({ isBlocking }) => isBlocking));
  const part = { committees, dependencies };
  if (committees.length <= mostNodes)
    return { ...single(part, circles), reduced: undefined, dependencies };
  const groups = new Set(committees.map((each) => each.organization)).size;
  if (groups > 1 && groups <= mostNodes)
    return { ...grouped(part, circles), reduced: 'grouped', dependencies };
  return { ...single(mostConnected(part, focus), circles), reduced: 'cut', dependencies };
}

/** Steps from a committee: negative towards it, positive from it. */
type Reached = ReadonlyMap<string, { readonly before: boolean; readonly after: boolean }>;

/** The committees on the ways to one committee and from it, at any distance. */
function pathsThrough(focus: string, dependencies: readonly Dependency[]): Reached {
  const walk = (end: 'source' | 'target', other: 'source' | 'target'): ReadonlySet<string> => {
    const by = Map.groupBy(dependencies, (each) => each[end]);
    const found = new Set([focus]);
    for (const id of found) for (const each of by.get(id) ?? []) found.add(each[other]);
    return found;
  };
  const [after, before] = [walk('source', 'target'), walk('target', 'source')];
  return new Map(
    [...new Set([...before, ...after])].map((id) => [
      id,
      { before: before.has(id), after: after.has(id) },
    ]),
  );
}

const isOnPath = (reached: Reached, source: string, target: string): boolean => {
  const [from, to] = [reached.get(source), reached.get(target)];
  return (
    (from?.before === true && to?.before === true) || (from?.after === true && to?.after === true)
  );
};

function single({ committees, dependencies }: GovernanceMap, circles: Circles) {
  return {
    nodes: committees.map((committee) => ({ id: committee.id, committee })),
    edges: dependencies.map((each) => ({
      ...{ source: each.source, target: each.target, kind: each.kind, count: 1 },
      ...{ isBlocking: each.isBlocking, isCycle: isIn(circles, each) },
    })),
  };
}

function grouped({ committees, dependencies }: GovernanceMap, circles: Circles) {
  const groupOf = new Map(committees.map((each) => [each.id, `group:${each.organization}`]));
  const members = Map.groupBy(committees, ({ organization }) => organization);
  const between = Map.groupBy(
    dependencies.filter(({ source, target }) => groupOf.get(source) !== groupOf.get(target)),
    ({ source, target, kind }) => JSON.stringify([groupOf.get(source), groupOf.get(target), kind]),
  );
  return {
    nodes: [...members].map(([organization, { length }]) => ({
      ...{ id: `group:${organization}`, organization, size: length },
    })),
    edges: [...between.values()].flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      return {
        ...{ source: groupOf.get(first.source) ?? '', target: groupOf.get(first.target) ?? '' },
        ...{ kind: first.kind, count: all.length },
        isBlocking: all.some(({ isBlocking }) => isBlocking),
        isCycle: all.some((each) => isIn(circles, each)),
      };
    }),
  };
}

/** The committees with most dependencies, and the focus. */
function mostConnected(
  { committees, dependencies }: GovernanceMap,
  focus: string | undefined,
): GovernanceMap {
  const degree = new Map<string, number>();
  for (const { source, target } of dependencies)
    for (const id of [source, target]) degree.set(id, (degree.get(id) ?? 0) + 1);
  const rank = (id: string): number => (id === focus ? Infinity : (degree.get(id) ?? 0));
  const kept = new Set(
    committees
      .map(({ id }) => id)
      .toSorted((one, other) => rank(other) - rank(one) || Number(one) - Number(other))
      .slice(0, mostNodes),
  );
  return {
    committees: committees.filter(({ id }) => kept.has(id)),
    dependencies: dependencies.filter(({ source, target }) => kept.has(source) && kept.has(target)),
  };
}

/** The circle of each committee that is in one, as a number. */
type Circles = ReadonlyMap<string, number>;

const isIn = (circles: Circles, { source, target, isBlocking }: Dependency): boolean =>
  isBlocking && circles.has(source) && circles.get(source) === circles.get(target);

/** Committees that wait for each other: strongly connected components (Tarjan, 1972). */
function circlesOf(blocking: readonly Dependency[]): Circles {
  const by = Map.groupBy(blocking, ({ source }) => source);
  const [order, lowest] = [new Map<string, number>(), new Map<string, number>()];
  const open: string[] = [];
  const circles = new Map<string, number>();
  const low = (id: string): number => lowest.get(id) ?? 0;
  const visit = (id: string): void => {
    order.set(id, order.size);
    lowest.set(id, order.size - 1);
    open.push(id);
    for (const { target } of by.get(id) ?? []) {
      if (!order.has(target)) {
        visit(target);
        lowest.set(id, Math.min(low(id), low(target)));
      } else if (open.includes(target)) lowest.set(id, Math.min(low(id), order.get(target) ?? 0));
    }
    if (low(id) !== order.get(id)) return;
    const members = open.splice(open.indexOf(id));
    if (members.length > 1) for (const member of members) circles.set(member, order.get(id) ?? 0);
  };
  for (const id of by.keys()) if (!order.has(id)) visit(id);
  return circles;
}
