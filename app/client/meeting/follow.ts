import { one } from '../elements.ts';
import { fetchQuietly } from '../page-request.ts';
import { swapParts } from './swap-parts.ts';

/** How long to wait before connecting again, in milliseconds: twice as long after each failure. */
const [firstWaitMs, mostWaitMs] = [1_000, 30_000];

/** Words of the page's state. */
type Connection = 'connected' | 'offline' | 'restored';

/**
 * A page that follows changes: the server says that something changed, and the parts of the page
 * (`data-part`) are read again. Without a connection the page says that it may be out of date, and
 * connects again on its own: browsers give up on some errors, and don't notice that a network is
 * back. A hidden page does not listen.
 */
export function improveFollowing(): void {
  const root = one('[data-follow]');
  if (root === null) return;
  const { follow = '', state = '' } = root.dataset;
  const status = one('[data-offline]', root);
  const refresh = refresher(root, state);
  let source: EventSource | undefined;
  let timer = 0;
  let waitMs = firstWaitMs;
  let isLost = false;

  const say = (connection: Connection) => {
    isLost = connection === 'offline';
    const words = status?.dataset[connection] ?? '';
    // The same words again would be read out again.
    if (status !== null && status.textContent !== words) status.textContent = words;
  };
  const disconnect = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const retry = () => {
    disconnect();
    say('offline');
    timer = window.setTimeout(connect, waitMs);
    waitMs = Math.min(waitMs * 2, mostWaitMs);
  };
  const news = async () => {
    const wasLost = isLost;
    if (await refresh()) say(wasLost ? 'restored' : 'connected');
  };
  const connect = () => {
    if (source !== undefined || document.hidden) return;
    clearTimeout(timer);
    const opened = new EventSource(follow);
    source = opened;
    opened.addEventListener('open', () => {
      waitMs = firstWaitMs;
      if (isLost) void news();
    });
    opened.addEventListener('changed', () => void news());
    opened.addEventListener('error', () => {
      if (source === opened) retry();
    });
  };
  const begin = () => {
    waitMs = firstWaitMs;
    disconnect();
    connect();
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return disconnect();
    void refresh();
    begin();
  });
  addEventListener('offline', retry);
  addEventListener('online', begin);
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', begin);
  connect();
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
