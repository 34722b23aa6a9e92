/** Adds an element to `aria-describedby` of a control. */
export function describe(control: HTMLElement, id: string): void {
  control.setAttribute('aria-describedby', [...new Set(idsOf(control)).add(id)].join(' '));
}

/** Removes an element from `aria-describedby` of a control. */
export function undescribe(control: HTMLElement, id: string): void {
  const ids = idsOf(control).filter((other) => other !== id);
  if (ids.length === 0) control.removeAttribute('aria-describedby');
  else control.setAttribute('aria-describedby', ids.join(' '));
}

const idsOf = (control: HTMLElement): readonly string[] =>
  (control.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
