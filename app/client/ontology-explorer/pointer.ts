import type { GraphNode } from './model.ts';
import type { Viewport } from './viewport.ts';

export interface PointerOptions {
  readonly viewport: Viewport;
  readonly nodeOf: (target: EventTarget | null) => GraphNode | undefined;
  readonly isLocked: () => boolean;
  readonly warm: (alpha: number) => void;
  readonly place: () => void;
  readonly select: (node: GraphNode) => void;
  readonly menu: (node: GraphNode) => void;
  /** A click on empty space clears the selection. */
  readonly clear: () => void;
  readonly signal: AbortSignal;
}

/** Tolerance of a click in pixels. */
const still = 4;

/**
 * Dragging moves a node or the view, a click selects, the secondary button opens the menu; the
 * wheel zooms with Ctrl or while the graph has the focus.
 */
export function listenToPointer(svg: SVGSVGElement, options: PointerOptions): void {
  const { viewport, nodeOf, signal } = options;
  svg.addEventListener('pointerdown', (event) => event.button === 0 && drag(svg, event, options), {
    signal,
  });
  svg.addEventListener(
    'contextmenu',
    (event) => {
      const node = nodeOf(event.target);
      if (node === undefined) return;
      event.preventDefault();
      options.menu(node);
    },
    { signal },
  );
  svg.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !svg.contains(document.activeElement)) return;
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      viewport.zoom(1.0015 ** -event.deltaY, {
        x: event.clientX - box.left,
        y: event.clientY - box.top,
      });
    },
    { signal, passive: false },
  );
}

function drag(
  svg: SVGSVGElement,
  start: PointerEvent,
  { viewport, nodeOf, isLocked, warm, place, select, clear }: PointerOptions,
): void {
  const node = nodeOf(start.target);
  let [x, y, isDragged] = [start.clientX, start.clientY, false];
  svg.setPointerCapture(start.pointerId);
  const ending = new AbortController();
  const move = (event: PointerEvent) => {
    if (
      !isDragged &&
      Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < still
    )
      return;
    isDragged = true;
    if (node === undefined) viewport.pan(event.clientX - x, event.clientY - y);
    else {
      const at = viewport.placeAt(event);
      [node.x, node.y, node.fx, node.fy] = [at.x, at.y, at.x, at.y];
      if (isLocked()) place();
      else warm(0.3);
    }
    [x, y] = [event.clientX, event.clientY];
  };
  const end = () => {
    ending.abort();
    if (node === undefined) {
      if (!isDragged) clear();
      return;
    }
    if (!isDragged) return select(node);
    if (!isLocked()) [node.fx, node.fy] = [null, null];
  };
  svg.addEventListener('pointermove', move, { signal: ending.signal });
  for (const type of ['pointerup', 'pointercancel'] as const)
    svg.addEventListener(type, end, { signal: ending.signal });
}
