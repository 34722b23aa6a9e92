import { all, one } from './elements.ts';
import { markSaved } from './guard.ts';
import { silence } from './page-request.ts';
import { isSessionAlive, signInAgain } from './session.ts';

/**
 * Longer than this without an answer, and the session may have ended since: by its age, or because
 * somebody ended it elsewhere.
 */
const trustMs = 5_000;

/**
 * Forms that change something: sent once however often the button is pressed, and not into a
 * session that has ended.
 */
export function improveForms(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post')
      return;
    if (form.dataset['sending'] !== undefined) return event.preventDefault();
    if (silence() < trustMs) return send(form, event.submitter);
    event.preventDefault();
    void sendWhenSignedIn(form, event.submitter);
  });
  // Back from the next page: the browser shows this one as it was left.
  addEventListener('pageshow', () => {
    for (const form of all<HTMLFormElement>('form[data-sending]')) rest(form);
  });
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.dataset['sending'] = '';
  markSaved(form);
  // After this event: a button that is disabled or changed during it would not be sent.
  setTimeout(() => submitter?.setAttribute('aria-busy', 'true'));
}

function rest(form: HTMLFormElement): void {
  delete form.dataset['sending'];
  renew(form);
  for (const button of all('[aria-busy]', form)) button.removeAttribute('aria-busy');
}

/** What is sent from here on is another form, even if it holds the same. */
function renew(form: HTMLFormElement): void {
  const token = one<HTMLInputElement>('input[name="submission"]', form);
  if (token !== null)
    token.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
}

async function sendWhenSignedIn(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
): Promise<void> {
  if (!(await isSessionAlive()) && !(await signInAgain())) return;
  send(form, null);
  // `requestSubmit` would ask this module again; `submit` alone would lose the button's name, value
  // and address.
  const copy = submitter instanceof HTMLButtonElement ? submitter : undefined;
  if (copy?.name) form.append(hidden(copy.name, copy.value));
  if (copy?.hasAttribute('formaction') === true) form.action = copy.formAction;
  form.submit();
}

function hidden(name: string, value: string): HTMLInputElement {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = name;
  field.value = value;
  return field;
}
