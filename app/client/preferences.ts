import { all, on } from './elements.ts';
import { fetchPage } from './page-request.ts';

/**
 * Theme and sidebar change at once and are saved in the background; on failure they change back.
 */
export function improvePreferences(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const button = event.submitter;
    if (form.dataset['themeForm'] !== undefined && button instanceof HTMLButtonElement) {
      event.preventDefault();
      void keepTheme(form, button);
    }
  });
  on('click', '.open-nav', () =>
    document.getElementById('nav')?.querySelector<HTMLElement>('.close-nav')?.focus(),
  );
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || location.hash !== '#nav') return;
    location.hash = '#content';
    document.querySelector<HTMLElement>('.open-nav')?.focus();
  });
}

async function keepTheme(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const before = all<HTMLButtonElement>('button[aria-pressed="true"]', form)[0];
  apply(form, button);
  const body = new URLSearchParams(
    [...new FormData(form, button)].map(([name, value]) => [name, String(value)]),
  );
  const answer = await fetchPage(form.action, { method: 'POST', body });
  if ((answer === undefined || answer.status >= 400) && before !== undefined) apply(form, before);
}

function apply(form: HTMLFormElement, button: HTMLButtonElement): void {
  for (const other of all('button[aria-pressed]', form))
    other.setAttribute('aria-pressed', String(other === button));
  const root = document.documentElement;
  root.dataset['theme'] = button.value === 'contrast' ? 'auto' : button.value;
  if (button.value === 'contrast') root.dataset['contrast'] = 'more';
  else delete root.dataset['contrast'];
}
