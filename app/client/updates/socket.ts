import { closeCodes, type LiveMessage, type WatchMessage } from '../../ui/live-message.ts';
import { one } from '../elements.ts';
import { isSessionAlive } from '../session.ts';
import { nextWait, waitWith } from './waits.ts';

/** Callbacks of a page for its connection. */
export interface SocketOptions {
  readonly hear: (message: LiveMessage) => void;
  /** The server sent the state. */
  readonly opened: () => void;
  /** The connection is lost, or the network is; the page connects again on its own. */
  readonly lost: () => void;
  /** The session has ended: the page connects again only when asked to. */
  readonly signedOut: () => void;
}

/** The connection of this tab. */
export interface LiveSocket {
  /** Does nothing without a connection: the subscriptions are sent again when it opens. */
  readonly say: (message: WatchMessage) => void;
  /** After the user has signed in again. */
  readonly resume: () => void;
}

/** A short visit opens no connection. */
const restMs = 250;

/** A tab that is hidden for this long lets go of its connection. */
const hiddenMs = 60_000;

/**
 * Connects while the page is visible, and again when the connection is lost: later each time, and at
 * once when the network is back. One connection at a time.
 */
export function connectLive(address: string, options: SocketOptions): LiveSocket {
  let since = document.body.dataset['since'] ?? '';
  let socket: WebSocket | undefined;
  let [timer, hiding] = [0, 0];
  let wait = nextWait(undefined);
  let isOver = false;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(open, ms);
  };
  const leave = () => {
    clearTimeout(timer);
    const left = socket;
    socket = undefined;
    // The browser reports the close of a connection that was not open yet as an error.
    if (left?.readyState === WebSocket.OPEN) left.close(1000);
  };
  const end = () => {
    isOver = true;
    leave();
    options.signedOut();
  };
  const retry = async (wasOpen: boolean) => {
    options.lost();
    later(waitWith(wait, Math.random()));
    wait = nextWait(wait);
    // A refusal looks like a lost network to a script.
    if (!wasOpen && navigator.onLine && !(await isSessionAlive())) end();
  };
  const open = () => {
    clearTimeout(timer);
    if (socket !== undefined || isOver || document.hidden || !navigator.onLine) return;
    const own = new WebSocket(`${address}?since=${encodeURIComponent(since)}`);
    socket = own;
    let [wasOpen, isWelcome] = [false, false];
    own.addEventListener('open', () => {
      wasOpen = true;
      if (socket !== own) own.close(1000);
    });
    own.addEventListener('message', ({ data }) => {
      if (socket !== own) return;
      // The first message is the state; a page that is one too many gets none.
      if (!isWelcome) {
        isWelcome = true;
        wait = nextWait(undefined);
        options.opened();
      }
      const message = JSON.parse(String(data)) as LiveMessage;
      if ('since' in message) ({ since } = message);
      options.hear(message);
    });
    own.addEventListener('close', ({ code }) => {
      if (socket !== own) return;
      socket = undefined;
      if (code === closeCodes.signedOut) end();
      // Other tabs of the user are connected: this one when it is looked at again, or if it follows
      // what happens.
      else if (code !== closeCodes.tooMany || one('[data-follow]') !== null) void retry(wasOpen);
    });
  };

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = window.setTimeout(leave, hiddenMs);
    else open();
  });
  addEventListener('online', open);
  addEventListener('offline', () => {
    leave();
    options.lost();
  });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) open();
  });
  later(restMs);
  return {
    say: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    resume: () => {
      isOver = false;
      open();
    },
  };
}
