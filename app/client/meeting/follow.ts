import { all, announceShown, one } from '../elements.ts';
import { fetchQuietly } from '../page-request.ts';

/** How often the page is read again while there is no connection, in milliseconds. */
const pollMs = 10_000;

/**
 * A page that follows changes: the server says that something changed, and the parts of the page
 * (`data-part`) are read again. Without a connection they are read from time to time, and the page
 * says that it may be out of date. A hidden page does not listen.
 */
export function improveFollowing(): void {
  const root = one('[data-follow]');
  if (root === null) return;
  const { follow = '', state = '' } = root.dataset;
  const status = one('[data-offline]', root);
  const refresh = refresher(root, state);
  let source: EventSource | undefined;
  let timer = 0;

  const say = (isLost: boolean) => {
    if (status !== null) status.textContent = isLost ? (status.dataset['offline'] ?? '') : '';
  };
  const poll = () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      say(!(await refresh()));
      if (source?.readyState !== EventSource.OPEN) poll();
    }, pollMs);
  };
  const open = () => {
    if (source !== undefined || document.hidden) return;
    source = new EventSource(follow);
    source.addEventListener('open', () => {
      say(false);
      clearTimeout(timer);
    });
    source.addEventListener('changed', () => void refresh());
    source.addEventListener('error', () => {
      say(true);
      // A refused connection stays closed; a lost one is opened again by the browser.
      if (source?.readyState === EventSource.CLOSED) {
        source = undefined;
        window.setTimeout(open, pollMs);
      }
      poll();
    });
  };
  const close = () => {
    source?.close();
    source = undefined;
    clearTimeout(timer);
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return close();
    void refresh();
    open();
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}

/** Reads the page again; several requests at once become one after the other. */
function refresher(root: HTMLElement, address: string): () => Promise<boolean> {
  let running: Promise<boolean> | undefined;
  let isWanted = false;
  const run = async (): Promise<boolean> => {
    isWanted = false;
    const page = await fetchQuietly(address);
    if (page !== undefined) swapParts(root, page.document);
    return isWanted ? run() : page !== undefined;
  };
  return () => {
    isWanted = running !== undefined;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** Replaces the parts that differ, except one in which the user is writing. */
function swapParts(root: HTMLElement, page: Document): void {
  const fresh = one('[data-follow]', page);
  if (fresh === null) return;
  root.dataset['now'] = fresh.dataset['now'] ?? '';
  root.dataset['readAt'] = String(performance.now());
  for (const part of all('[data-part]', root)) {
    const other = one(`#${CSS.escape(part.id)}`, page);
    if (other === null || isEdited(part) || isWriting(part, other) || isSame(part, other)) continue;
    const focus = focusIn(part);
    const folds = new Set(all<HTMLDetailsElement>('details[id][open]', part).map(({ id }) => id));
    part.dataset['shown'] = signature(other);
    part.replaceChildren(...[...other.childNodes].map((node) => document.importNode(node, true)));
    for (const fold of all<HTMLDetailsElement>('details[id]', part))
      if (folds.has(fold.id)) fold.open = true;
    focus?.();
    announceShown(part);
  }
}

/** Tokens differ on every page; they are no change. */
const signature = (part: HTMLElement): string =>
  part.innerHTML.replaceAll(/name="(csrf_token|submission)" value="[^"]*"/g, '');

const isSame = (part: HTMLElement, other: HTMLElement): boolean =>
  (part.dataset['shown'] ?? '') === signature(other);

/** Whether a form of the part has other values than the ones it was shown with. */
const isEdited = (part: HTMLElement): boolean =>
  all<HTMLTextAreaElement | HTMLSelectElement>('textarea, select', part).some((field) =>
    field instanceof HTMLTextAreaElement
      ? field.value !== field.defaultValue
      : [...field.options].some((option) => option.selected !== option.defaultSelected) &&
        [...field.options].some(({ defaultSelected }) => defaultSelected),
  );

/** Whether the user writes in a form of the part that is still there. */
function isWriting(part: HTMLElement, other: HTMLElement): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLTextAreaElement) || !part.contains(focused)) return false;
  const to = focused.form?.getAttribute('action') ?? '';
  return one(`form[action="${CSS.escape(to)}"] textarea`, other) !== null;
}

/** Focuses the same control again: by its name, label or text. */
function focusIn(part: HTMLElement): (() => void) | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !part.contains(focused)) return undefined;
  const { localName, textContent } = focused;
  const name = focused.getAttribute('name');
  return () => {
    const same = all(localName, part).find(
      (other) => other.getAttribute('name') === name && other.textContent === textContent,
    );
    same?.focus({ preventScroll: true });
  };
}
