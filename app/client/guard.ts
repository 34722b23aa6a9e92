import { texts } from '../ui/script-texts.ts';
import { all, on, one } from './elements.ts';

/**
 * Prevents accidental loss of unsaved input: links of the page ask in a dialog, any other
 * navigation makes the browser ask. A refused form contains unsaved input too.
 */
export function guardUnsaved(): void {
  on('input', 'form[data-guard]', markUnsaved);
  on('change', 'form[data-guard]', markUnsaved);
  for (const form of all('form[data-guard]:has([data-focus])')) markUnsaved(form);
  addEventListener('beforeunload', (event) => {
    if (hasUnsaved()) event.preventDefault();
  });
  // Registered last, because links handled by a dialog, a tab or a region do not leave the page.
  on('click', 'a[href]', (link, event) => {
    if (
      !(link instanceof HTMLAnchorElement) ||
      event.defaultPrevented ||
      !leaves(link, event) ||
      !hasUnsaved()
    )
      return;
    event.preventDefault();
    ask(link);
  });
}

/** Submitted or discarded input is no longer guarded. */
export function markSaved(form: HTMLElement): void {
  delete form.dataset['unsaved'];
}

function markUnsaved(form: HTMLElement): void {
  form.dataset['unsaved'] = '';
}

const unsaved = 'form[data-unsaved]';

const hasUnsaved = (): boolean => one(unsaved) !== null;

function leaves(link: HTMLAnchorElement, event: MouseEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return false;
  if (link.target !== '' || link.hasAttribute('download') || !link.protocol.startsWith('http'))
    return false;
  return link.hash === '' || link.href.split('#')[0] !== location.href.split('#')[0];
}

function ask(link: HTMLAnchorElement): void {
  const { question, consequence, stay, leave } = texts.guard;
  const title = part('h2', question);
  title.id = 'guard-title';
  const [keep, go] = [button(stay, 'btn'), button(leave, 'btn destroy')];
  const acts = document.createElement('div');
  acts.className = 'acts';
  acts.append(keep, go);
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog pop';
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.append(title, part('p', consequence), acts);
  document.body.append(dialog);
  keep.addEventListener('click', () => dialog.close());
  go.addEventListener('click', () => {
    for (const form of all(unsaved)) markSaved(form);
    dialog.close();
    location.assign(link.href);
  });
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}

function part(kind: 'h2' | 'p', words: string): HTMLElement {
  const element = document.createElement(kind);
  element.textContent = words;
  return element;
}

function button(words: string, kind: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = kind;
  element.textContent = words;
  return element;
}
