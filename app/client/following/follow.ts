import { one } from '../elements.ts';
import { fetchQuietly } from '../page-request.ts';
import { swapParts } from './swap-parts.ts';

/** When a page that could not be read is read again, in milliseconds. */
const retryMs = 2_000;

/** How long a page says that it is connected again, in milliseconds. */
const stayMs = 10_000;

/** Words of the page's state. */
type Connection = 'connected' | 'offline' | 'restored';

/**
 * A page that follows changes (`data-follow`): when the server says that something changed, the parts
 * of the page (`data-part`) are read again. Without a connection the page says that it may be out of
 * date, and is read again with each attempt to connect, so it follows without a socket, too, later.
 */
export function improveFollowing(): void {
  const root = one('[data-follow]');
  if (root === null) return;
  const status = one('[data-offline]', root);
  const refresh = refresher(root, root.dataset['state'] ?? '');
  let [timer, leaving] = [0, 0];
  let isLost = false;

  const say = (connection: Connection) => {
    isLost = connection === 'offline';
    clearTimeout(leaving);
    if (connection === 'restored') leaving = window.setTimeout(() => say('connected'), stayMs);
    const words = status?.dataset[connection] ?? '';
    // The same words again would be read out again.
    if (status !== null && status.textContent !== words) status.textContent = words;
  };
  const news = async () => {
    clearTimeout(timer);
    const wasLost = isLost;
    if (await refresh()) {
      // It may have been lost meanwhile, or another reading may have said so.
      if (wasLost && isLost) say('restored');
      return;
    }
    say('offline');
    timer = window.setTimeout(() => void news(), retryMs);
  };
  document.addEventListener('page-changed', () => void news());
  document.addEventListener('live-opened', () => {
    if (isLost) void news();
  });
  document.addEventListener('live-lost', () => {
    clearTimeout(timer);
    say('offline');
    if (navigator.onLine) void refresh();
  });
}

/** Reads the page again; several requests at once become one after the other. */
function refresher(root: HTMLElement, address: string): () => Promise<boolean> {
  let running: Promise<boolean> | undefined;
  let isWanted = false;
  const run = async (): Promise<boolean> => {
    isWanted = false;
    const page = await fetchQuietly(address);
    if (page !== undefined) {
      swapParts(root, page.document);
      // A page that connects again gets what this one does not contain.
      document.body.dataset['since'] = page.document.body.dataset['since'] ?? '';
    }
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
