import type { UnreadState } from '../../ui/live-message.ts';
import { texts } from '../../ui/script-texts.ts';
import { all, one } from '../elements.ts';
import { fetchQuietly } from '../page-request.ts';

/** Shows unread numbers under the bell and in the menu of the user. */
export function showUnread({ unread_count: unread, unread_warnings: warnings }: UnreadState): void {
  const summary = one('#bell summary');
  const words = texts.unread.notifications(unread);
  if (summary !== null && summary.getAttribute('aria-label') !== words) {
    summary.dataset['stale'] = '';
    summary.setAttribute('aria-label', words);
    mark(summary, 'dot', unread);
  }
  for (const line of all('[data-unread-warnings]')) mark(line, 'end', warnings);
}

function mark(within: HTMLElement, name: string, count: number): void {
  const known = one(`.${name}`, within);
  if (count === 0) {
    known?.remove();
    return;
  }
  const shown = known ?? document.createElement('span');
  shown.className = name;
  if (name === 'dot') shown.setAttribute('aria-hidden', 'true');
  shown.textContent = texts.unread.count(count);
  if (known === null) within.append(shown);
}

/** The list under the bell is read again when it is opened and something changed. */
export function improveBell(): void {
  document.addEventListener(
    'toggle',
    ({ target }) => {
      const isBell = target instanceof HTMLDetailsElement && target.matches('#bell details');
      const summary = isBell && target.open ? one('summary[data-stale]', target) : null;
      if (summary !== null) void readAgain(summary);
    },
    { capture: true },
  );
}

async function readAgain(summary: HTMLElement): Promise<void> {
  delete summary.dataset['stale'];
  const page = await fetchQuietly(document.body.dataset['inbox'] ?? '');
  const fresh = page === undefined ? null : one('#bell .pop', page.document);
  if (fresh === null) summary.dataset['stale'] = '';
  else one('#bell .pop')?.replaceChildren(...fresh.childNodes);
}
