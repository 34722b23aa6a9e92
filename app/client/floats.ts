import { all } from './elements.ts';
import { place } from './placement.ts';

/**
 * Panels in the browser's top layer, where nothing clips or covers them. A panel belongs to the
 * element before it and follows it while the page scrolls. Without popover support it has a fixed
 * position at the same place.
 */
export function improveFloats(): void {
  const placeAll = (event: Event): void => {
    for (const panel of all('[data-floats]'))
      if (!(event.target instanceof Node && panel.contains(event.target))) put(panel);
  };
  document.addEventListener('scroll', placeAll, { capture: true, passive: true });
  addEventListener('resize', placeAll);
}

/**
 * Shows a panel as floating, or repositions one whose content changed.
 * @param most maximum height in pixels, whatever the available room
 */
export function float(panel: HTMLElement, most = Number.POSITIVE_INFINITY): void {
  if (panel.dataset['floats'] === undefined) {
    panel.dataset['floats'] = String(most);
    panel.popover = 'manual';
    if ('showPopover' in panel) panel.showPopover();
  }
  put(panel);
}

/** Returns a panel to the page. */
export function sink(panel: HTMLElement): void {
  if (panel.dataset['floats'] === undefined) return;
  delete panel.dataset['floats'];
  panel.popover = null;
  panel.removeAttribute('style');
}

function put(panel: HTMLElement): void {
  const anchor = panel.previousElementSibling?.getBoundingClientRect();
  if (anchor === undefined) return;
  const { style } = panel;
  style.setProperty('--anchor', `${anchor.width}px`);
  const most = Number(panel.dataset['floats']);
  const edges = panel.offsetHeight - panel.clientHeight;
  const size = {
    width: panel.offsetWidth,
    height: Math.min(panel.scrollHeight + edges, most),
  };
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const { left, top, maxHeight } = place(anchor, size, { width, height });
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.maxHeight = `${Math.min(maxHeight, most)}px`;
}
