import { texts } from '../ui/script-texts.ts';
import { all, one } from './elements.ts';

/**
 * Forms that keep a draft (`data-draft`, its name): input survives a closed page or a crash
 * of the tab. The draft is kept in the tab only, because others may use the same browser, and is
 * deleted when the form is sent.
 */
export function improveDrafts(): void {
  const form = one('form[data-draft]');
  if (!(form instanceof HTMLFormElement)) {
    forgetSent();
    return;
  }
  const key = `draft ${form.dataset['draft'] ?? ''}`;
  const draft = read(key);
  // A refused form has the newest text already.
  const isRefused = one('[data-focus]', form) !== null;
  if (!isRefused && draft !== undefined && differs(form, draft)) offer(form, key, draft);
  form.addEventListener('input', () => keep(key, form));
  form.addEventListener('submit', (event) => {
    const isPreview = event.submitter?.hasAttribute('formaction') === true;
    if (!isPreview) sessionStorage.setItem(sentKey, key);
  });
}

/** Name of the draft of the form that was sent last. */
const sentKey = 'draft sent';

type Draft = Readonly<Record<string, string>>;

/** The page after a form was sent has no form any more: it was saved. */
function forgetSent(): void {
  const sent = sessionStorage.getItem(sentKey);
  if (sent === null) return;
  sessionStorage.removeItem(sentKey);
  sessionStorage.removeItem(sent);
}

const fieldsOf = (form: HTMLFormElement) =>
  all<HTMLInputElement | HTMLTextAreaElement>('textarea[name], input[type="text"][name]', form);

function keep(key: string, form: HTMLFormElement): void {
  const draft = Object.fromEntries(fieldsOf(form).map(({ name, value }) => [name, value]));
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // The tab has no room for more: the form itself still holds the text.
  }
}

function read(key: string): Draft | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

const differs = (form: HTMLFormElement, draft: Draft): boolean =>
  fieldsOf(form).some(({ name, value }) => draft[name] !== undefined && draft[name] !== value);

/** Asks above the form, so that a draft never replaces a newer text unasked. */
function offer(form: HTMLFormElement, key: string, draft: Draft): void {
  const note = document.createElement('div');
  note.className = 'note';
  note.setAttribute('role', 'status');
  const words = document.createElement('span');
  words.className = 'grow';
  words.textContent = texts.draft.found;
  const use = button(texts.draft.use, () => {
    for (const field of fieldsOf(form)) field.value = draft[field.name] ?? field.value;
    for (const field of fieldsOf(form)) field.dispatchEvent(new Event('input', { bubbles: true }));
    note.remove();
  });
  const drop = button(texts.draft.drop, () => {
    sessionStorage.removeItem(key);
    note.remove();
  });
  note.append(words, use, drop);
  form.prepend(note);
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'btn sm';
  made.textContent = label;
  made.addEventListener('click', act);
  return made;
}
