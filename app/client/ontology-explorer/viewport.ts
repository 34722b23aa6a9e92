import type { GraphNode } from './model.ts';
import { type Box, shortened, widthOf } from './words.ts';

export interface Viewport {
  readonly zoom: (factor: number, at?: { readonly x: number; readonly y: number }) => void;
  /** Fits everything into view. */
  readonly fit: () => void;
  /** Resets size and position: not scaled, centered. */
  readonly reset: () => void;
  /** Scrolls a node into view if it is outside. */
  readonly reveal: (node: GraphNode) => void;
  readonly pan: (dx: number, dy: number) => void;
  /** Position in the frame, in pixels; `undefined` if outside. */
  readonly pointOf: (node: GraphNode) => { readonly x: number; readonly y: number } | undefined;
  /** Converts a point of the window to the drawing. */
  readonly placeAt: (event: { readonly clientX: number; readonly clientY: number }) => {
    readonly x: number;
    readonly y: number;
  };
}

const [least, most] = [0.2, 5];
/** Pixels from the edge of the frame within which a node counts as hidden. */
const edge = 40;

/** The visible part of a drawing. */
export interface Sight {
  readonly scale: number;
  /** In coordinates of the drawing. */
  readonly box: Box;
}

/** Pans and zooms a drawing within its frame, and reports the visible part after each change. */
export function viewportOf(
  { svg, stage }: { readonly svg: SVGSVGElement; readonly stage: SVGGElement },
  nodes: readonly GraphNode[],
  changed: (sight: Sight) => void,
): Viewport {
  let [scale, left, top] = [1, 0, 0];
  const apply = () => {
    stage.setAttribute(
      'transform',
      `translate(${left.toFixed(1)} ${top.toFixed(1)}) scale(${scale.toFixed(3)})`,
    );
    svg.dataset['scale'] = scale.toFixed(2);
    const { width, height } = size();
    changed({
      scale,
      box: { x: -left / scale, y: -top / scale, width: width / scale, height: height / scale },
    });
  };
  const size = () => svg.getBoundingClientRect();
  const pointOf: Viewport['pointOf'] = ({ x, y }) => {
    const { width, height } = size();
    const [px, py] = [x * scale + left, y * scale + top];
    const isInside = px > edge && px < width - edge && py > edge && py < height - edge;
    return isInside ? { x: px, y: py } : undefined;
  };
  const zoom: Viewport['zoom'] = (factor, at) => {
    const { width, height } = size();
    const { x, y } = at ?? { x: width / 2, y: height / 2 };
    const next = Math.min(most, Math.max(least, scale * factor));
    [left, top] = [x - ((x - left) * next) / scale, y - ((y - top) * next) / scale];
    scale = next;
    apply();
  };
  const centre = (wanted: number) => {
    const { width, height } = size();
    const bounds = boundsOf(nodes);
    scale = Math.min(most, Math.max(least, wanted));
    left = width / 2 - (bounds.x + bounds.width / 2) * scale;
    top = height / 2 - (bounds.y + bounds.height / 2) * scale;
    apply();
  };
  return {
    zoom,
    fit: () => {
      const [{ width, height }, bounds] = [size(), boundsOf(nodes)];
      centre(Math.min(1.4, width / bounds.width, height / bounds.height));
    },
    reset: () => centre(1),
    reveal: (node) => {
      if (pointOf(node) !== undefined) return;
      const { width, height } = size();
      [left, top] = [width / 2 - node.x * scale, height / 2 - node.y * scale];
      apply();
    },
    pointOf,
    pan: (dx, dy) => {
      [left, top] = [left + dx, top + dy];
      apply();
    },
    placeAt: ({ clientX, clientY }) => {
      const box = size();
      return { x: (clientX - box.left - left) / scale, y: (clientY - box.top - top) / scale };
    },
  };
}

/** The area of nodes and their labels, with a margin. */
export function boundsOf(nodes: readonly GraphNode[]): {
  x: number;
  y: number;
  width: number;
  height: number;
} {
  const places = nodes.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (places.length === 0) return { x: -100, y: -100, width: 200, height: 200 };
  const half = ({ radius, label, inside }: GraphNode) =>
    Math.max(radius, widthOf(shortened(label), inside === '' ? 12 : 16) / 2);
  const left = Math.min(...places.map((node) => node.x - half(node)));
  const right = Math.max(...places.map((node) => node.x + half(node)));
  const [top, bottom] = [
    Math.min(...places.map(({ y, radius }) => y - radius)),
    Math.max(...places.map(({ y, radius }) => y + radius)),
  ];
  return { x: left - 20, y: top - 40, width: right - left + 40, height: bottom - top + 80 };
}
