import { on } from './elements.ts';
import { addressOf, makeForesight } from './foresight.ts';

/**
 * Parts of rows that aren't in the page until somebody opens them: the button of a row asks for the
 * page with that part open, and the part is taken out of the answer. What the pointer rests on is
 * fetched beforehand.
 * @param opener finds the buttons
 * @returns takes the part behind a button; nothing while it is on its way already, when the row
 * isn't shown any more, and when there was no answer, which was said
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
    // Another list stands there by now.
    if (page === undefined || !button.isConnected) return undefined;
    const found = page.document.getElementById(`${button.getAttribute('form')}-open`);
    if (found !== null) return document.importNode(found, true);
    // Nobody has this row any more, or the list may not be seen: the page says so.
    location.assign(address);
    return undefined;
  };
}

/** Calls `act` for events of all buttons that match, present or future. */
export const onButton = <Type extends keyof DocumentEventMap>(
  type: Type,
  selector: string,
  act: (button: HTMLButtonElement, event: DocumentEventMap[Type]) => void,
): void =>
  on(type, selector, (button, event) => {
    if (button instanceof HTMLButtonElement) act(button, event);
  });
