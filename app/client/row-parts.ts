import { on } from './elements.ts';
import { addressOf } from './form-address.ts';
import { fetchPage } from './page-request.ts';

/**
 * Fetches a part of a row on demand: its button requests the page with that part open, and the part
 * is taken from the response.
 * @returns `undefined` if the part is already being fetched, the row is no longer shown, or the
 * request failed, which was reported
 */
export async function fetchRowPart(button: HTMLButtonElement): Promise<HTMLElement | undefined> {
  const { form } = button;
  if (form === null || button.ariaBusy === 'true') return undefined;
  button.ariaBusy = 'true';
  const address = addressOf(form, button);
  const page = await fetchPage(address);
  button.ariaBusy = null;
  // The list has been replaced meanwhile.
  if (page === undefined || !button.isConnected) return undefined;
  const found = page.document.getElementById(`${button.getAttribute('form')}-open`);
  if (found !== null) return document.importNode(found, true);
  // The row was deleted or may no longer be seen; the page shows why.
  location.assign(address);
  return undefined;
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
