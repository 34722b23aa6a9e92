import type { LiveMessage } from '../../ui/live-message.ts';
import { one } from '../elements.ts';
import { improveBell, showUnread } from './bell.ts';
import { showListNews, watch, watchLists } from './lists.ts';
import { connectionNotice } from './notice.ts';
import { connectLive } from './socket.ts';
import { dropWarning, showWarning } from './toasts.ts';

/** Tells the parts of a page that follow changes (`following/`, the palette). */
const say = (
  event: 'page-changed' | 'work-changed' | 'unread-changed' | 'live-opened' | 'live-lost',
): void => {
  document.dispatchEvent(new Event(event));
};

/**
 * A page of a signed-in user learns of changes (spec live#pages): numbers, new warnings, changed
 * lists. It says when it is offline, and catches up without a reload.
 */
export function improveUpdates(): void {
  const notice = connectionNotice();
  addEventListener('offline', notice.lost);
  const address = document.body.dataset['live'];
  if (address === undefined) {
    addEventListener('online', notice.restored);
    return;
  }
  improveBell();
  const search = one('#palette')?.dataset['source'] ?? '';
  let hasSearched = false;
  const hear = (message: LiveMessage) => {
    if (message.type === 'list_changed') return showListNews(message, socket);
    if (message.type === 'page_changed')
      return say(message.topic === search ? 'work-changed' : 'page-changed');
    showUnread(message);
    say('unread-changed');
    if (message.type === 'new_warning') showWarning(message);
    if (message.type === 'warning_resolved') dropWarning(message.warning_id);
  };
  const socket = connectLive(address, {
    hear,
    opened: () => {
      notice.restored();
      watchLists(socket);
      if (hasSearched) watch(socket, search);
      say('live-opened');
    },
    lost: () => {
      notice.lost();
      say('live-lost');
    },
    signedOut: notice.signedOut,
  });
  document.addEventListener('palette-opened', () => {
    if (!hasSearched) watch(socket, search);
    hasSearched = true;
  });
  document.addEventListener('signed-in', () => {
    notice.restored();
    socket.resume();
  });
}
