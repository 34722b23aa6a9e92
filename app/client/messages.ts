import { texts } from '../ui/script-texts.ts';
import { icon, on, one } from './elements.ts';

/** Messages can be dismissed; a script's message appears in a corner and is announced. */
export function improveMessages(): void {
  on('click', '[data-dismiss]', (button) => {
    const message = button.closest<HTMLElement>('.note, .toast');
    const next = message?.closest<HTMLElement>('main') ?? one('#content');
    message?.remove();
    next?.focus({ preventScroll: true });
  });
  // Screen readers announce additions to a part that they know; an alert they announce when it
  // is added itself.
  corner('status');
}

/** Shows a message in the corner until it is dismissed. */
export function showMessage(text: string): void {
  addToast([text], 'status').prepend(icon('warn'));
}

/** How screen readers announce a message: when they pause, or at once. */
type Role = 'status' | 'alert';

/** Shows content in the corner, with a button that removes it. */
export function addToast(content: readonly (Node | string)[], role: Role): HTMLElement {
  const toast = document.createElement('div');
  toast.className = 'pop toast';
  const words = document.createElement('span');
  words.className = 'grow';
  words.append(...content);
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'btn quiet sq sm';
  close.setAttribute('aria-label', texts.dismiss);
  close.dataset['dismiss'] = '';
  close.append(icon('close', true));
  toast.append(words, close);
  corner(role).append(toast);
  return toast;
}

/** The part of the corner for messages of a role. */
function corner(role: Role): HTMLElement {
  const known = one(`.toasts > [role="${role}"]`);
  if (known !== null) return known;
  const part = document.createElement('div');
  part.setAttribute('role', role);
  toasts().append(part);
  return part;
}

function toasts(): HTMLElement {
  const known = one('.toasts');
  if (known !== null) return known;
  const made = document.createElement('div');
  made.className = 'toasts';
  document.body.append(made);
  return made;
}

/** Announces a text to screen readers only. */
export function announce(text: string): void {
  const region = one('#announcements') ?? makeRegion();
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}

function makeRegion(): HTMLElement {
  const region = document.createElement('div');
  region.id = 'announcements';
  region.className = 'vh';
  region.setAttribute('role', 'status');
  document.body.append(region);
  return region;
}
