import { locale } from '../../language.ts';
import { announceShown, one } from '../elements.ts';
import { markSaved } from '../guard.ts';
import { fetchPage } from '../page-request.ts';

/** How long a pause in writing is, in milliseconds. */
const restMs = 1_500;

/**
 * Notes are saved in pauses of writing. If someone else saved meanwhile, the answer shows both texts
 * in place of the form.
 */
export function improveNotes(): void {
  let timer = 0;
  document.addEventListener('input', (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || field.closest('[data-notes]') === null) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(field), restMs);
  });
}

async function save(field: HTMLTextAreaElement): Promise<void> {
  const { form, value } = field;
  if (form === null || value === field.defaultValue) return;
  const fields = new URLSearchParams(
    [...new FormData(form)].map(([name, given]) => [name, String(given)]),
  );
  // Each text is a submission of its own.
  fields.delete('submission');
  const page = await fetchPage(form.action, { method: 'POST', body: fields });
  const here = field.closest<HTMLElement>('[data-notes]');
  const fresh = page && one('[data-notes]', page.document);
  if (page === undefined || here === null || fresh === null || fresh === undefined) return;
  if (page.status !== 200) {
    here.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    announceShown(here);
    return;
  }
  const version = one<HTMLInputElement>('input[name="notes_version"]', fresh);
  const own = one<HTMLInputElement>('input[name="notes_version"]', here);
  if (version !== null && own !== null) own.value = version.value;
  field.defaultValue = value;
  if (field.value === value) markSaved(form);
  const status = one('[data-saved]', here);
  if (status !== null) status.textContent = savedAt(status);
}

const savedAt = (status: HTMLElement): string =>
  `${status.dataset['saved'] ?? ''} ${new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date())}`.trim();
