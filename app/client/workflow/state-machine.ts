type Zoom = 'fit' | 'in' | 'out' | 'reset';

const keys: Readonly<Record<string, Zoom>> = {
  f: 'fit',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  '0': 'reset',
};
const step = 1.25;

/**
 * Zooms the drawing of a state machine by buttons and keys, and highlights a status with its
 * transitions under the pointer (spec workflow#builder).
 */
export function improveStateMachine(): void {
  const canvas = document.querySelector<SVGSVGElement>('#wfb-canvas');
  const scroll = canvas?.parentElement;
  if (canvas === null || !scroll) return;
  const whole = canvas.viewBox.baseVal;
  let scale = 1;
  const zoom = (how: Zoom): void => {
    const fitted = canvas.getBoundingClientRect().width / whole.width;
    if (how === 'in' || how === 'out') {
      const from = canvas.classList.contains('is-zoomed') ? scale : fitted;
      scale = Math.min(3, Math.max(0.3, how === 'in' ? from * step : from / step));
    } else scale = 1;
    // Without the class the styles fit the drawing to the page, also without this script.
    canvas.classList.toggle('is-zoomed', how !== 'fit');
    canvas.setAttribute('width', String(whole.width * scale));
    canvas.setAttribute('height', String(whole.height * scale));
  };
  for (const button of document.querySelectorAll<HTMLElement>('[data-zoom]'))
    button.addEventListener('click', () => zoom(button.dataset['zoom'] as Zoom));
  scroll.addEventListener('keydown', (event) => {
    const how = keys[event.key.toLowerCase()];
    if (how === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    zoom(how);
  });
  highlight(canvas);
}

function highlight(canvas: SVGSVGElement): void {
  const show = (code: string | undefined): void => {
    canvas.classList.toggle('is-focused', code !== undefined);
    for (const edge of canvas.querySelectorAll<SVGGElement>('.wfb-edge'))
      edge.classList.toggle(
        'is-near',
        code !== undefined && [edge.dataset['from'], edge.dataset['to']].includes(code),
      );
    for (const node of canvas.querySelectorAll<SVGGElement>('.wfb-node'))
      node.classList.toggle('is-near', node.dataset['status'] === code);
  };
  canvas.addEventListener('pointerover', ({ target }) => {
    const node = target instanceof Element ? target.closest<SVGGElement>('.wfb-node') : null;
    show(node?.dataset['status']);
  });
  canvas.addEventListener('pointerleave', () => show(undefined));
}
