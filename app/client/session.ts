import { texts } from '../ui/script-texts.ts';
import { all, announceShown, one } from './elements.ts';
import { fillTimeZone } from './time-zone.ts';

/** The request in progress. */
let asking: Promise<boolean> | undefined;

/**
 * The session has ended: shows the sign-in form in a dialog over the page, so that no input is lost
 * (spec interface#session-ended). Returns whether the user signed in again; all forms then have new
 * tokens. Concurrent callers share one dialog.
 */
export function signInAgain(): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

async function ask(): Promise<boolean> {
  const address = document.body.dataset['signIn'];
  if (address === undefined) return false;
  const form = await signInForm(address);
  if (form === null) return false;
  const dialog = makeDialog(form);
  return new Promise<boolean>((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      const isSignedIn = dialog.returnValue === 'signed-in';
      if (isSignedIn) document.dispatchEvent(new Event('signed-in'));
      resolve(isSignedIn);
    });
    dialog.addEventListener('submit', (event) => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) void submit(event.target, dialog, address);
    });
    dialog.showModal();
  });
}

/**
 * Whether the session is active. Without a response it is assumed to be; the request itself will
 * tell.
 */
export async function isSessionAlive(): Promise<boolean> {
  const address = document.body.dataset['session'];
  if (address === undefined) return true;
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(3000) })).status !== 401;
  } catch {
    return true;
  }
}

async function signInForm(address: string): Promise<HTMLFormElement | null> {
  const response = await fetch(address).catch(() => undefined);
  if (response === undefined) return null;
  return formOf(await response.text());
}

const formOf = (html: string): HTMLFormElement | null =>
  new DOMParser().parseFromString(html, 'text/html').querySelector('main form');

function makeDialog(form: HTMLFormElement): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.id = 'session-dialog';
  dialog.className = 'dialog pop';
  dialog.setAttribute('aria-labelledby', 'session-dialog-title');
  const title = document.createElement('h2');
  title.id = 'session-dialog-title';
  title.textContent = texts.session.ended;
  const advice = document.createElement('p');
  advice.textContent = texts.session.advice;
  dialog.append(title, advice, ownIds(form));
  document.body.append(dialog);
  announceShown(dialog);
  return dialog;
}

/** Ids of the fetched form may exist in the page below. */
function ownIds(form: HTMLFormElement): HTMLFormElement {
  fillTimeZone(form);
  for (const element of [form, ...all('[id], [for], [aria-describedby]', form)]) {
    for (const name of ['id', 'for', 'aria-describedby']) {
      const value = element.getAttribute(name);
      if (value !== null) element.setAttribute(name, `session-${value}`);
    }
  }
  return form;
}

async function submit(
  form: HTMLFormElement,
  dialog: HTMLDialogElement,
  address: string,
): Promise<void> {
  const body = new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]),
  );
  const response = await fetch(form.action, { method: 'POST', body }).catch(() => undefined);
  if (response === undefined) return;
  const html = await response.text();
  if (response.redirected && new URL(response.url).pathname !== address) {
    renewTokens(new DOMParser().parseFromString(html, 'text/html'));
    dialog.close('signed-in');
    return;
  }
  const again = formOf(html);
  if (again === null) return;
  form.replaceWith(ownIds(again));
  announceShown(dialog);
  one('input[type="password"]', dialog)?.focus();
}

/** Every form of the page has the token of the ended session. */
function renewTokens(fresh: Document): void {
  const token = fresh.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token === undefined) return;
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');
  if (meta !== null) meta.content = token;
  for (const field of all<HTMLInputElement>('input[name="csrf_token"]')) field.value = token;
}
