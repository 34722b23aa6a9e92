type Zoom = 'fit' | 'in' | 'out' | 'reset';

const keys: Readonly<Record<string, Zoom>> = {
  f: 'fit',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '0': 'reset',
};
const step = 1.25;
const [smallest, largest] = [0.2, 5];

/**
 * Zooms each drawing of the page by its buttons and, while it has the focus, by keys; moves it by
 * dragging (spec workflow#builder, governance-map#drawing).
 */
export function zoomDrawings(): void {
  for (const drawing of document.querySelectorAll<HTMLElement>('.drawing')) {
    const canvas = drawing.querySelector<SVGSVGElement>('.drawing-canvas');
    const frame = drawing.querySelector<HTMLElement>('.drawing-scroll');
    if (canvas !== null && frame !== null) zoomDrawing(drawing, frame, canvas);
  }
}

function zoomDrawing(drawing: HTMLElement, frame: HTMLElement, canvas: SVGSVGElement): void {
  const whole = canvas.viewBox.baseVal;
  let scale = 1;
  const show = (to: number, isFitted: boolean): void => {
    scale = Math.min(largest, Math.max(smallest, to));
    // Without the class the styles fit the drawing to the page, also without this script.
    canvas.classList.toggle('is-zoomed', !isFitted);
    canvas.setAttribute('width', String(whole.width * scale));
    canvas.setAttribute('height', String(whole.height * scale));
  };
  const current = (): number =>
    canvas.classList.contains('is-zoomed')
      ? scale
      : canvas.getBoundingClientRect().width / whole.width;
  const zoom = (how: Zoom): void => {
    if (how === 'in') show(current() * step, false);
    else if (how === 'out') show(current() / step, false);
    else show(1, how === 'fit');
  };
  for (const button of drawing.querySelectorAll<HTMLElement>('[data-zoom]'))
    button.addEventListener('click', () => zoom(button.dataset['zoom'] as Zoom));
  frame.addEventListener('keydown', (event) => {
    const how = keys[event.key.toLowerCase()];
    if (how === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    zoom(how);
  });
  moveByDragging(frame);
}

/** Pixels after which pressing and moving is a drag and no longer a click. */
const leastDrag = 4;

function moveByDragging(frame: HTMLElement): void {
  let from: { x: number; y: number; left: number; top: number } | undefined;
  let isDragging = false;
  frame.addEventListener('pointerdown', ({ button, pointerType, clientX, clientY }) => {
    if (button !== 0 || pointerType !== 'mouse') return;
    from = { x: clientX, y: clientY, left: frame.scrollLeft, top: frame.scrollTop };
    isDragging = false;
  });
  frame.addEventListener('pointermove', ({ clientX, clientY, pointerId }) => {
    if (from === undefined) return;
    const [dx, dy] = [clientX - from.x, clientY - from.y];
    if (!isDragging && Math.hypot(dx, dy) < leastDrag) return;
    if (!isDragging) frame.setPointerCapture(pointerId);
    isDragging = true;
    frame.scrollTo(from.left - dx, from.top - dy);
  });
  for (const event of ['pointerup', 'pointercancel'] as const)
    frame.addEventListener(event, () => {
      from = undefined;
    });
  frame.addEventListener('dragstart', (event) => event.preventDefault());
  // A link under the pointer is not followed after a drag.
  frame.addEventListener(
    'click',
    (event) => {
      if (isDragging) event.preventDefault();
      isDragging = false;
    },
    true,
  );
}
