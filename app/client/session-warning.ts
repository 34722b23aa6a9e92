import { locale } from '../language.ts';
import { texts } from '../ui/script-texts.ts';
import { announceShown, one } from './elements.ts';
import { isSessionAlive, signInAgain } from './session.ts';

/** Remaining time of a session, in seconds. */
interface Left {
  /** Until it ends without activity. */
  readonly idle: number;
  /** Until it ends in any case. */
  readonly atMost: number;
}

/** Before its end (spec sign-in#expiry-warning). */
const warningSeconds = 120;
const longestTimer = 2_000_000;

/**
 * Two minutes before the session ends, a dialog offers to extend it. Activity in other tabs counts,
 * so the server is asked first; times are relative, because clocks differ.
 */
export function improveSession(): void {
  const left = leftOf(document.body.dataset['sessionLeft']);
  if (left !== undefined) watch(left);
}

function watch(left: Left): void {
  const seconds = Math.min(left.idle, left.atMost);
  // A session of a few minutes should not be interrupted for most of it.
  const wait = seconds > 2 * warningSeconds ? seconds - warningSeconds : seconds / 2;
  setTimeout(() => void look(), Math.min(wait, longestTimer) * 1000);
}

async function look(): Promise<void> {
  const left = await askFor('GET');
  if (left === undefined) return ended();
  const seconds = Math.min(left.idle, left.atMost);
  if (seconds > warningSeconds) return watch(left);
  const stays = await warn(seconds, left.atMost <= left.idle);
  const next = stays ? await askFor('POST') : await askFor('GET');
  if (next === undefined) return ended();
  watch(next);
}

/** Without a connection the state is unknown, and nothing is shown: the next request will tell. */
async function ended(): Promise<void> {
  if (await isSessionAlive()) return;
  if (await signInAgain()) await look();
}

/** GET only reads; POST is a user who wants to stay. */
async function askFor(method: 'GET' | 'POST'): Promise<Left | undefined> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
  const headers = method === 'POST' ? { 'X-CSRF-Token': token } : {};
  const response = await fetch(document.body.dataset['session'] ?? '', { method, headers }).catch(
    () => undefined,
  );
  return leftOf(response?.headers.get('x-session-left') ?? undefined);
}

function leftOf(text: string | undefined): Left | undefined {
  const [idle, atMost] = (text ?? '').split(' ').map(Number);
  return idle === undefined || atMost === undefined || Number.isNaN(idle + atMost)
    ? undefined
    : { idle, atMost };
}

/** Returns whether the user wants to stay; closes by itself when time is up. */
async function warn(seconds: number, isFinal: boolean): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.id = 'session-warning';
  dialog.className = 'dialog pop';
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-labelledby', 'session-warning-title');
  dialog.setAttribute('aria-describedby', 'session-warning-text');
  dialog.append(
    element('h2', { id: 'session-warning-title' }, texts.session.endsSoon),
    element(
      'p',
      { id: 'session-warning-text' },
      (isFinal ? texts.session.endsForGood : texts.session.endsUnused)(timeIn(seconds)),
    ),
    isFinal
      ? buttons(texts.session.understood)
      : buttons(texts.session.stay, texts.session.signOut),
  );
  document.body.append(dialog);
  announceShown(dialog);
  dialog.showModal();
  const timer = setTimeout(() => dialog.close('over'), seconds * 1000);
  const { promise, resolve } = Promise.withResolvers<string>();
  dialog.addEventListener('close', () => resolve(dialog.returnValue));
  const answer = await promise;
  clearTimeout(timer);
  dialog.remove();
  return answer !== 'over' && !isFinal;
}

/**
 * A native dialog closes with the value of the button; Esc counts as staying, because the user is
 * present.
 */
function buttons(stay: string, leave?: string): HTMLFormElement {
  const form = element('form', { method: 'dialog', class: 'acts' });
  const leaving =
    leave === undefined ? [] : [element('button', { type: 'button', class: 'btn' }, leave)];
  for (const button of leaving)
    button.addEventListener('click', () => signOutForm()?.requestSubmit());
  form.append(
    ...leaving,
    element('button', { class: 'btn primary', value: 'stay', autofocus: '' }, stay),
  );
  return form;
}

/** The page's own form, in the user menu. */
const signOutForm = (): HTMLFormElement | null =>
  one<HTMLFormElement>(`form[action="${document.body.dataset['signOut'] ?? ''}"]`);

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.textContent = text;
  return made;
}

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** In the page's time format. */
const timeIn = (seconds: number): string =>
  new Intl.DateTimeFormat(locale, {
    ...clock,
    timeZone: document.body.dataset['timeZone'],
  }).format(Date.now() + seconds * 1000);
