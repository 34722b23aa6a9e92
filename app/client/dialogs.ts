import { announceShown, on, one } from './elements.ts';
import { fetchPage } from './page-request.ts';

/**
 * Shows pages with a question as dialogs: links and buttons with `data-dialog` fetch the page and
 * take its form. Native dialogs close on Esc and restore the focus.
 */
export function improveDialogs(): void {
  on('click', 'a[data-dialog]', (link, event) => {
    if (
      !(link instanceof HTMLAnchorElement) ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.button !== 0
    )
      return;
    event.preventDefault();
    void open(link.href, {}, link);
  });
  document.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (
      !(button instanceof HTMLButtonElement) ||
      button.dataset['dialog'] === undefined ||
      !(event.target instanceof HTMLFormElement)
    )
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void open(button.formAction, { method: 'POST', body: bodyOf(event.target, button) }, button);
  });
  if (!('commandForElement' in HTMLButtonElement.prototype))
    on('click', 'button[commandfor]', obey);
}

const bodyOf = (form: HTMLFormElement, button: HTMLButtonElement): URLSearchParams =>
  new URLSearchParams(
    [...new FormData(form, button)].map(([name, value]) => [name, String(value)]),
  );

/** For browsers without support for `command`. */
function obey(button: HTMLElement): void {
  const dialog = document.getElementById(button.getAttribute('commandfor') ?? '');
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (button.getAttribute('command') === 'show-modal') dialog.showModal();
  if (button.getAttribute('command') === 'close') dialog.close();
}

async function open(url: string, init: RequestInit, opener: HTMLElement): Promise<void> {
  const page = await fetchPage(url, init);
  if (page === undefined) return;
  const content = page.document.querySelector<HTMLElement>('[data-dialog-content]');
  // Not a question: shows the page, for example why the action is not possible.
  if (content === null) return location.assign(init.method === undefined ? url : page.url);
  show(content, opener);
}

function show(content: HTMLElement, opener: HTMLElement): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog pop';
  const title = content.querySelector('h1');
  if (title !== null) {
    title.id = 'fetched-dialog-title';
    dialog.setAttribute('aria-labelledby', title.id);
    content.removeAttribute('aria-labelledby');
  }
  dialog.append(content);
  document.body.append(dialog);
  // The menu that contained the opener is closed, so its button gets the focus.
  const menu = opener.closest<HTMLDetailsElement>('details.menu');
  if (menu !== null) menu.open = false;
  const home = one('summary', menu ?? document.createElement('div')) ?? opener;
  dialog.addEventListener('close', () => {
    dialog.remove();
    home.focus();
  });
  // "Keep" is a link on the page; in the dialog it only closes.
  dialog.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('.acts > a') : null;
    if (link === null) return;
    event.preventDefault();
    dialog.close();
  });
  announceShown(dialog);
  dialog.showModal();
}
