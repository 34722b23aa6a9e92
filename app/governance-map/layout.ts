/** Size of a node, which holds the longest time in a wide font, and the space between nodes and layers. */
export const box = { width: 204, height: 56 };
const gap = { node: 40, layer: 100 };
const margin = 24;
/** Height that a long edge takes in the layers it passes. */
const lane = 20;

/** Two nodes in the direction of an arrow. */
export interface Link {
  readonly source: string;
  readonly target: string;
}

export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface Routed<L extends Link> {
  readonly link: L;
  /** Path data of SVG. */
  readonly path: string;
  /** Center of its label. */
  readonly label: { readonly x: number; readonly y: number };
}

export interface Layout<L extends Link> {
  readonly nodes: readonly Placed[];
  readonly edges: readonly Routed<L>[];
  readonly width: number;
  readonly height: number;
}

/**
 * Places nodes in layers from left to right (Sugiyama, Tagawa and Toda, 1981): a node stands right
 * of all that lead to it, links that close a circle lead back, long links pass between the nodes of
 * other layers, and sweeps over the layers reduce crossings. Pure; equal input gives an equal layout.
 */
export function layoutOf<L extends Link>(ids: readonly string[], links: readonly L[]): Layout<L> {
  const known = new Set(ids);
  const drawn = links.filter(
    ({ source, target }) => source !== target && known.has(source) && known.has(target),
  );
  const back = backLinks(ids, drawn);
  const forward = drawn.map((link) =>
    back.has(link)
      ? { link, from: link.target, to: link.source }
      : { link, from: link.source, to: link.target },
  );
  const layers = layersOf(ids, forward);
  const chains = forward.map(({ link, from, to }) => chainOf(link, from, to, layers));
  const columns = columnsOf(ids, layers, chains);
  untangle(columns, chains);
  const places = placesOf(columns);
  const bundle = parallel(drawn);
  return {
    nodes: ids.map((id) => ({ id, ...(places.get(id) ?? { x: 0, y: 0 }) })),
    edges: chains.map((chain) =>
      routed(chain, places, back.has(chain.link), bundle.get(chain.link) ?? 0),
    ),
    ...sizeOf(columns),
  };
}

/** Links that close a circle, found by depth-first search in the given order. */
function backLinks<L extends Link>(ids: readonly string[], links: readonly L[]): ReadonlySet<L> {
  const by = Map.groupBy(links, ({ source }) => source);
  const [back, done, open] = [new Set<L>(), new Set<string>(), new Set<string>()];
  const visit = (id: string): void => {
    open.add(id);
    for (const link of by.get(id) ?? [])
      if (open.has(link.target)) back.add(link);
      else if (!done.has(link.target)) visit(link.target);
    open.delete(id);
    done.add(id);
  };
  const targets = new Set(links.map(({ target }) => target));
  for (const id of ids.toSorted(
    (one, other) => Number(targets.has(one)) - Number(targets.has(other)),
  ))
    if (!done.has(id)) visit(id);
  return back;
}

interface Forward<L> {
  readonly link: L;
  readonly from: string;
  readonly to: string;
}

/** The layer of each node: one after the last of those before it. */
function layersOf<L>(ids: readonly string[], links: readonly Forward<L>[]): Map<string, number> {
  const by = Map.groupBy(links, ({ from }) => from);
  const waiting = new Map(ids.map((id) => [id, 0]));
  for (const { to } of links) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const layers = new Map<string, number>();
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (const id of ready) {
    const at = layers.get(id) ?? 0;
    layers.set(id, at);
    for (const { to } of by.get(id) ?? []) {
      layers.set(to, Math.max(layers.get(to) ?? 0, at + 1));
      waiting.set(to, (waiting.get(to) ?? 0) - 1);
      if (waiting.get(to) === 0) ready.push(to);
    }
  }
  return layers;
}

/** A link with the points through which it passes, one in each layer. */
interface Chain<L> {
  readonly link: L;
  readonly points: readonly string[];
}

function chainOf<L extends Link>(
  link: L,
  from: string,
  to: string,
  layers: ReadonlyMap<string, number>,
): Chain<L> {
  const [first, last] = [layers.get(from) ?? 0, layers.get(to) ?? 0];
  const between = Array.from(
    { length: Math.max(0, last - first - 1) },
    (_, at) => `${from}>${to}#${first + at + 1}`,
  );
  return { link, points: [from, ...between, to] };
}

type Column = string[];

function columnsOf<L>(
  ids: readonly string[],
  layers: ReadonlyMap<string, number>,
  chains: readonly Chain<L>[],
): Column[] {
  const columns: Column[] = Array.from({ length: Math.max(0, ...layers.values()) + 1 }, () => []);
  for (const id of ids) columns[layers.get(id) ?? 0]?.push(id);
  for (const { points } of chains) {
    const first = layers.get(points[0] ?? '') ?? 0;
    for (const [at, point] of points.slice(1, -1).entries()) {
      const column = columns[first + at + 1];
      if (column !== undefined && !column.includes(point)) column.push(point);
    }
  }
  return columns;
}

const sweeps = 8;

/** Orders each column by the mean place of its neighbours, forwards and backwards in turns. */
function untangle<L>(columns: Column[], chains: readonly Chain<L>[]): void {
  const [before, after] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const { points } of chains)
    for (const [at, point] of points.slice(1).entries()) {
      const previous = points[at] ?? '';
      before.set(point, [...(before.get(point) ?? []), previous]);
      after.set(previous, [...(after.get(previous) ?? []), point]);
    }
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isForward = sweep % 2 === 0;
    const near = isForward ? before : after;
    const order = isForward ? columns.keys() : [...columns.keys()].reverse();
    for (const at of order) {
      const neighbours = columns[isForward ? at - 1 : at + 1];
      const column = columns[at];
      if (neighbours === undefined || column === undefined) continue;
      const place = new Map(neighbours.map((id, index) => [id, index / neighbours.length]));
      const rank = new Map(
        column.map((id, index) => {
          const places = (near.get(id) ?? []).flatMap((other) => place.get(other) ?? []);
          const mean = places.reduce((sum, each) => sum + each, 0) / places.length;
          return [id, places.length === 0 ? index / column.length : mean];
        }),
      );
      column.sort((one, other) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0));
    }
  }
}

const isLane = (id: string): boolean => id.includes('#');
const heightOf = (column: Column): number =>
  column.reduce((sum, id) => sum + (isLane(id) ? lane : box.height) + gap.node, -gap.node);

function sizeOf(columns: readonly Column[]): { readonly width: number; readonly height: number } {
  return {
    width: 2 * margin + columns.length * (box.width + gap.layer) - gap.layer,
    height: 2 * margin + Math.max(box.height, ...columns.map(heightOf)),
  };
}

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** The upper left corner of each node, and of each point of a long link; columns are centered. */
function placesOf(columns: readonly Column[]): Places {
  const { height } = sizeOf(columns);
  const places = new Map<string, { x: number; y: number }>();
  for (const [at, column] of columns.entries()) {
    let y = (height - heightOf(column)) / 2;
    for (const id of column) {
      places.set(id, { x: margin + at * (box.width + gap.layer), y });
      y += (isLane(id) ? lane : box.height) + gap.node;
    }
  }
  return places;
}

/** The number of each link among those between the same two nodes, so that they stay apart. */
function parallel<L extends Link>(links: readonly L[]): ReadonlyMap<L, number> {
  const numbers = new Map<L, number>();
  const groups = Map.groupBy(links, ({ source, target }) => [source, target].toSorted().join(' '));
  for (const group of groups.values())
    for (const [at, link] of group.entries()) numbers.set(link, at - (group.length - 1) / 2);
  return numbers;
}

/** Units between links of the same two nodes. */
const apart = 16;

function routed<L extends Link>(
  { link, points }: Chain<L>,
  places: Places,
  isBack: boolean,
  number: number,
): Routed<L> {
  const shift = Math.max(-box.height / 2 + 8, Math.min(box.height / 2 - 8, number * apart));
  const at = (id: string, side: 'left' | 'right') => {
    const { x, y } = places.get(id) ?? { x: 0, y: 0 };
    const height = isLane(id) ? lane : box.height;
    return { x: side === 'left' ? x : x + box.width, y: y + height / 2 + shift };
  };
  const path: (string | number)[] = [];
  const middles: { x: number; y: number }[] = [];
  for (const [index, point] of points.slice(1).entries()) {
    const [from, to] = [at(points[index] ?? '', 'right'), at(point, 'left')];
    if (index === 0) path.push('M', from.x, from.y);
    else path.push('L', from.x, from.y);
    const middle = (from.x + to.x) / 2;
    path.push('C', middle, from.y, middle, to.y, to.x, to.y);
    middles.push({ x: middle, y: (from.y + to.y) / 2 });
  }
  const label = middles[Math.floor((middles.length - 1) / 2)] ?? { x: 0, y: 0 };
  return { link, label, path: isBack ? reversed(path) : path.join(' ') };
}

/** The same path from its end, for a link that leads back. */
function reversed(path: readonly (string | number)[]): string {
  const numbers = path.filter((part) => typeof part === 'number');
  const points = Array.from({ length: numbers.length / 2 }, (_, at) =>
    numbers.slice(2 * at, 2 * at + 2),
  );
  const commands = path.filter((part) => typeof part === 'string').toReversed();
  const [start = [], ...rest] = points.toReversed();
  const parts: (string | number)[] = ['M', ...start];
  for (const command of commands.slice(0, -1)) {
    parts.push(command);
    for (const point of rest.splice(0, command === 'C' ? 3 : 1)) parts.push(...point);
  }
  return parts.join(' ');
}
