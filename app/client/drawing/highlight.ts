/**
 * Dims everything that is not next to the node under the pointer or with the focus. Nodes carry
 * `data-node`, edges `data-from` and `data-to`.
 */
export function highlightNeighbours(): void {
  for (const canvas of document.querySelectorAll<SVGSVGElement>('.drawing-canvas')) {
    const of = ({ target }: Event): void => {
      const node = target instanceof Element ? target.closest<SVGElement>('[data-node]') : null;
      show(canvas, node?.dataset['node']);
    };
    canvas.addEventListener('pointerover', of);
    canvas.addEventListener('focusin', of);
    canvas.addEventListener('pointerleave', () => show(canvas, undefined));
    canvas.addEventListener('focusout', () => show(canvas, undefined));
  }
}

function show(canvas: SVGSVGElement, id: string | undefined): void {
  canvas.classList.toggle('is-focused', id !== undefined);
  const near = new Set([id]);
  for (const edge of canvas.querySelectorAll<SVGElement>('[data-from]')) {
    const { from, to } = edge.dataset;
    const isNear = id !== undefined && (from === id || to === id);
    edge.classList.toggle('is-near', isNear);
    if (isNear) near.add(from).add(to);
  }
  for (const node of canvas.querySelectorAll<SVGElement>('[data-node]'))
    node.classList.toggle('is-near', id !== undefined && near.has(node.dataset['node']));
}
