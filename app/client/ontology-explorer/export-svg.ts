import { round, svgElement } from './drawing.ts';
import type { GraphNode } from './model.ts';
import { texts } from './texts.ts';
import { boundsOf } from './viewport.ts';

/** Properties that a standalone file needs inline, because it has no style sheet. */
const looks = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
];

/** The complete drawing as a standalone document, in the colors of the current theme. */
export function svgDocument(
  svg: SVGSVGElement,
  stage: SVGGElement,
  nodes: readonly GraphNode[],
  background: string,
): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copyLooks(svg, copy);
  const { x, y, width, height } = boundsOf(nodes);
  for (const element of copy.querySelectorAll('[tabindex], [role="button"]'))
    for (const name of ['tabindex', 'role', 'aria-label']) element.removeAttribute(name);
  for (const element of copy.querySelectorAll('.graph-ring')) element.remove();
  copy.querySelector(':scope > g')?.removeAttribute('transform');
  for (const name of ['class', 'role', 'style', 'data-scale']) copy.removeAttribute(name);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', [x, y, width, height].map(round).join(' '));
  copy.setAttribute('width', String(round(width)));
  copy.setAttribute('height', String(round(height)));
  const sheet = svgElement('rect', {
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    fill: background,
  });
  copy.insertBefore(sheet, copy.querySelector(`:scope > ${stage.localName}`));
  return new XMLSerializer().serializeToString(copy);
}

function copyLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  if (style.display === 'none') {
    to.remove();
    return;
  }
  if (!['svg', 'defs', 'marker'].includes(from.localName)) {
    for (const name of looks) {
      const value = style.getPropertyValue(name);
      if (value !== '' && !(from.localName === 'g' && name !== 'opacity'))
        to.setAttribute(name, value);
    }
  }
  const copies = [...to.children];
  for (const [place, child] of [...from.children].entries()) {
    const copy = copies[place];
    if (copy !== undefined) copyLooks(child, copy);
  }
}

/** Saves a document under a name. */
export function saveSvg(content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'image/svg+xml' }));
  link.download = texts.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
