import { texts } from '../ui/script-texts.ts';
import { icon, on, one } from './elements.ts';
import { choose, chooseBy, chosenIn } from './listbox.ts';
import { fetchJson } from './page-request.ts';

interface Result {
  readonly label: string;
  readonly note?: string;
  readonly to: string;
  readonly kind: string;
  readonly icon: string;
  readonly isCounted?: boolean;
}

const waitMs = 120;

/** How long to collect changes of numbers, in milliseconds. */
const restMs = 300;

/**
 * Global search: Ctrl K or ⌘ K, arrows and Enter. The input keeps the focus; the results are its
 * options (WAI-ARIA combobox).
 */
export function improvePalette(): void {
  const dialog = one<HTMLDialogElement>('#palette');
  const input = dialog === null ? null : one<HTMLInputElement>('input', dialog);
  if (dialog === null || input === null) return;
  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    void search(dialog, input);
    document.dispatchEvent(new Event('palette-opened'));
  };
  document.addEventListener('keydown', (event) => {
    if (
      event.key.toLowerCase() !== 'k' ||
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    open();
  });
  on('click', '[data-palette]', (_link, event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  let [timer, refreshing] = [0, 0];
  // Results name numbers, which change while the dialog is open. An answer that is still under way
  // may have been read before the change.
  for (const change of ['unread-changed', 'work-changed', 'live-opened'])
    document.addEventListener(change, () => {
      if (refreshing !== 0 || !dialog.open) return;
      refreshing = window.setTimeout(() => {
        refreshing = 0;
        const isUnderWay = dialog.dataset['shown'] !== input.value;
        if (dialog.open && (isUnderWay || one('[data-counted]', dialog) !== null))
          void search(dialog, input);
      }, restMs);
    });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void search(dialog, input), waitMs);
  });
  input.addEventListener('keydown', (event) => {
    // Enter searches immediately; a pending search would replace its result.
    if (event.key === 'Enter') clearTimeout(timer);
    void move(event, dialog, input);
  });
  if (navigator.platform.startsWith('Mac'))
    for (const key of document.querySelectorAll('.find kbd'))
      key.textContent = texts.searchKeysOfMacs;
}

/** Only the response to the latest query is shown. */
let newest: { readonly stop: AbortController; readonly over: Promise<void> } | undefined;

/** Resolves when the newest search is over, which may be one that replaced this one. */
async function search(dialog: HTMLDialogElement, input: HTMLInputElement): Promise<void> {
  newest?.stop.abort();
  const stop = new AbortController();
  newest = { stop, over: showResults(dialog, input, stop.signal) };
  let awaited: typeof newest;
  do {
    awaited = newest;
    await awaited.over;
  } while (awaited !== newest);
}

async function showResults(
  dialog: HTMLDialogElement,
  input: HTMLInputElement,
  signal: AbortSignal,
): Promise<void> {
  const source = new URL(dialog.dataset['source'] ?? '', location.href);
  source.searchParams.set('q', input.value);
  const answer = await fetchJson(source.href, { signal });
  if (signal.aborted) return;
  const status = one('[role="status"]', dialog);
  if (!isAnswer(answer)) {
    if (status !== null) status.textContent = dialog.dataset['failed'] ?? '';
    return;
  }
  show(answer.results, dialog, input);
  dialog.dataset['shown'] = source.searchParams.get('q') ?? '';
  if (status !== null)
    status.textContent = answer.results.length === 0 ? (status.dataset['none'] ?? '') : '';
}

const isAnswer = (answer: unknown): answer is { results: Result[] } =>
  typeof answer === 'object' &&
  answer !== null &&
  'results' in answer &&
  Array.isArray(answer.results);

function show(results: readonly Result[], dialog: HTMLElement, input: HTMLInputElement): void {
  const list = one('#palette-results', dialog);
  const chosen = one<HTMLAnchorElement>('[aria-selected="true"]', dialog)?.getAttribute('href');
  const isSame = dialog.dataset['shown'] === input.value;
  list?.replaceChildren(
    ...results.map((result, place) => {
      const link = document.createElement('a');
      link.className = 'item';
      link.href = result.to;
      link.id = `palette-${place}`;
      link.tabIndex = -1;
      link.setAttribute('role', 'option');
      if (result.isCounted === true) link.dataset['counted'] = '';
      const kind = document.createElement('span');
      kind.className = 'end';
      kind.textContent = result.kind;
      link.append(icon(result.icon), named(result), kind);
      return link;
    }),
  );
  input.setAttribute('aria-expanded', String(results.length > 0));
  const place = isSame ? results.findIndex(({ to }) => to === chosen) : 0;
  choose(input, dialog, Math.max(0, place));
}

/** "Audit log" followed by a muted "Admin". */
function named({ label, note }: Result): HTMLElement {
  const name = document.createElement('span');
  name.append(label);
  if (note === undefined) return name;
  const quiet = document.createElement('span');
  quiet.className = 'muted';
  quiet.textContent = ` ${note}`;
  name.append(quiet);
  return name;
}

async function move(
  event: KeyboardEvent,
  dialog: HTMLDialogElement,
  input: HTMLInputElement,
): Promise<void> {
  if (event.key === 'Enter') {
    event.preventDefault();
    // After fast typing, the shown results may belong to fewer letters and would open the wrong
    // page.
    const wanted = input.value;
    if (dialog.dataset['shown'] !== wanted) await search(dialog, input);
    const isShown = dialog.open && input.value === wanted && dialog.dataset['shown'] === wanted;
    if (isShown) chosenIn(dialog)?.click();
    return;
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  chooseBy(event.key, input, dialog);
}
