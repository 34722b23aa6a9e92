import { all, one } from './elements.ts';
import { markSaved } from './guard.ts';
import { silence } from './page-request.ts';
import { isSessionAlive, signInAgain } from './session.ts';

/**
 * After this time without a response, the session may have ended: by timeout, or elsewhere by the
 * user or an administrator.
 */
const trustMs = 5_000;

/**
 * Forms that change something: submitted once however often the button is pressed, and not into an
 * ended session.
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
  // After "back", the browser shows the page as it was left.
  addEventListener('pageshow', () => {
    for (const form of all<HTMLFormElement>('form[data-sending]')) rest(form);
  });
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.dataset['sending'] = '';
  markSaved(form);
  // After this event: a button disabled during it would not be submitted.
  setTimeout(() => submitter?.setAttribute('aria-busy', 'true'));
}

function rest(form: HTMLFormElement): void {
  delete form.dataset['sending'];
  renew(form);
  for (const button of all('[aria-busy]', form)) button.removeAttribute('aria-busy');
}

/** The form stays, and the page shows what it did not show meanwhile. */
function keep(form: HTMLFormElement): void {
  rest(form);
  document.dispatchEvent(new Event('page-changed'));
}

/** A later submission counts as another form, even with the same content. */
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
  // A page that follows changes replaces no form that is being sent.
  form.dataset['sending'] = '';
  if (!(await isSessionAlive()) && !(await signInAgain())) return keep(form);
  send(form, null);
  // `requestSubmit` would trigger this module again; `submit` would lose the button's name, value
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
