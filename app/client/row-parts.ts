import { on } from './elements.ts';
import { addressOf, makeForesight } from './foresight.ts';

/**
 * Parts of rows that are fetched on demand: a row's button requests the page with that part open,
 * and the part is taken from the response. Hovered ones are prefetched.
 * @param opener finds the buttons
 * @returns fetches the part of a button; `undefined` if it is already being fetched, the row is no
 * longer shown, or the request failed, which was reported
 */
export function makeRowParts(
  opener: string,
): (button: HTMLButtonElement) => Promise<HTMLElement | undefined> {
  const { expect, pageAt } = makeForesight();
  onButton('mouseover', opener, (button) => {
    if (button.form !== null && button.ariaBusy !== 'true')
      expect(button, addressOf(button.form, button));
  });
  return async (button) => {
    const { form } = button;
    if (form === null || button.ariaBusy === 'true') return undefined;
    button.ariaBusy = 'true';
    const address = addressOf(form, button);
    const page = await pageAt(address);
    button.ariaBusy = null;
    // The list has been replaced meanwhile.
    if (page === undefined || !button.isConnected) return undefined;
    const found = page.document.getElementById(`${button.getAttribute('form')}-open`);
    if (found !== null) return document.importNode(found, true);
    // The row was deleted or may no longer be seen; the page shows why.
    location.assign(address);
    return undefined;
  };
}

/** Calls `act` for events of all matching buttons, present or future. */
export const onButton = <Type extends keyof DocumentEventMap>(
  type: Type,
  selector: string,
  act: (button: HTMLButtonElement, event: DocumentEventMap[Type]) => void,
): void =>
  on(type, selector, (button, event) => {
    if (button instanceof HTMLButtonElement) act(button, event);
  });
