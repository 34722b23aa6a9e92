import type { GraphNode, Place } from './model.ts';
import { type Box, isTouching, placeWords, shortened, widthOf } from './words.ts';

/** Font size of entity labels, in screen pixels. */
const size = 12;
/** Labels to place; others appear when the reader zooms in. */
const most = 300;

interface LabelOptions {
  /** Length of a screen pixel in the drawing. */
  readonly unit: number;
  /** The visible part; `undefined` for everything. */
  readonly seen: Box | undefined;
  /** Ids of emphasized nodes, which come first. */
  readonly first: ReadonlySet<string> | undefined;
}

/**
 * Writes entity labels next to their marks: below, above, left or right, wherever they touch
 * nothing. The largest nodes come first; a label without room is marked `crowded`, so that labels
 * of graphs of any size are readable.
 */
export function writeLabels(
  nodes: readonly GraphNode[],
  elementOf: (id: string) => SVGGElement | undefined,
  { unit, seen, first }: LabelOptions,
): void {
  const near = seen === undefined ? nodes : nodes.filter((node) => isTouching(markOf(node), seen));
  const inOrder = near
    .toSorted((one, other) => weight(other, first) - weight(one, first))
    .slice(0, most);
  const places = placeWords(
    inOrder.map((node) => wordsOf(node, unit, seen)),
    near.map(markOf),
    unit,
  );
  const found = new Map(inOrder.map((node, place) => [node, places[place]]));
  for (const node of nodes) {
    const text = elementOf(node.id)?.querySelector('.graph-label');
    if (!text) continue;
    const place = found.get(node);
    text.classList.toggle('crowded', place === undefined);
    const { x, y } = place ?? below(node, unit);
    text.setAttribute('x', (x - node.x).toFixed(1));
    text.setAttribute('y', (y - node.y + size * unit * 0.35).toFixed(1));
  }
}

const weight = ({ id, radius }: GraphNode, first: LabelOptions['first']): number =>
  radius + (first?.has(id) === true ? 1000 : 0);

const markOf = ({ x, y, radius }: GraphNode): Box => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});

const below = ({ x, y, radius }: GraphNode, unit: number) => ({ x, y: y + radius + 11 * unit });

function wordsOf(node: GraphNode, unit: number, seen: Box | undefined) {
  const { x, y, radius, label } = node;
  const width = widthOf(shortened(label), size * unit);
  const aside = radius + 6 * unit + width / 2;
  const places = [
    below(node, unit),
    { x, y: y - radius - 10 * unit },
    { x: x + aside, y },
    { x: x - aside, y },
  ];
  // A label must not be cut off by the frame.
  const isWhole = (at: Place) =>
    seen === undefined || (at.x - width / 2 >= seen.x && at.x + width / 2 <= seen.x + seen.width);
  return { width, height: size * unit, places: places.filter(isWhole) };
}

/** Distance of a label below the middle of its node. */
export const labelDrop = (radius: number, inside: string): number =>
  radius + (inside === '' ? 15 : 19);
