/** Typed functions to find elements and listen to events. */

/** Calls `act` for events of all matching elements, present or future. */
export function on<Type extends keyof DocumentEventMap>(
  type: Type,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[Type]) => void,
  capture = false,
): void {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element instanceof HTMLElement) act(element, event);
    },
    { capture },
  );
}

export const all = <Kind extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): Kind[] => [...within.querySelectorAll<Kind>(selector)];

export const one = <Kind extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): Kind | null => within.querySelector<Kind>(selector);

/** Visible elements that the Tab key reaches. */
export const reachable = (within: ParentNode): HTMLElement[] =>
  all(
    'a[href], button:not([disabled]), input:not([type="hidden"], [disabled]), select:not([disabled]), textarea:not([disabled])',
    within,
  ).filter((element) => element.checkVisibility());

/**
 * Calls `act` for every matching element, now and whenever a region, a dialog or a part of the page
 * is replaced.
 */
export function whenShown(selector: string, act: (element: HTMLElement) => void): void {
  const each = (within: ParentNode) => {
    for (const element of all(selector, within)) act(element);
  };
  each(document);
  document.addEventListener('shown', (event) => {
    if (event.target instanceof HTMLElement) each(event.target);
  });
}

/** Notifies all modules that `element` has new content. */
export const announceShown = (element: HTMLElement): void => {
  element.dispatchEvent(new CustomEvent('shown', { bubbles: true }));
};

/** The next position in a list of `length`, wrapping around. */
export function step(key: string, place: number, length: number): number | undefined {
  if (length === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  if (key === 'ArrowDown' || key === 'ArrowRight') return (place + 1) % length;
  if (key === 'ArrowUp' || key === 'ArrowLeft')
    return (place + length - (place < 0 ? 0 : 1)) % length;
  return undefined;
}

/** An icon of the page's own set. */
export function icon(name: string, small = false): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', small ? 'icon s' : 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}
