import { WebSocket } from 'ws';
import { closeCodes, type LiveMessage } from '../ui/live-message.ts';
import { type Pace, paced } from './rules.ts';

/** A list or an item that a page shows, and what happened to it since. */
export interface Watching {
  readonly topic: string;
  /** The snapshot whose changes are on the page, or were sent to it. */
  since: string;
  /** The item, if the page is about one. */
  readonly item: string | undefined;
  /** The page reads itself again after each change, instead of counting changed items. */
  readonly isFollowed: boolean;
  /** Kinds of changes by the user or committee that they concern; `undefined`: not checked yet. */
  subjects: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Changed items of a list, and whether each is new. */
  readonly items: Map<string, boolean>;
  /** How many were sent to the page. */
  sent: number;
}

/** An open page of a user. */
export interface Connection {
  readonly socket: WebSocket;
  readonly user: string;
  readonly session: string;
  /** The page has what this snapshot contains. */
  since: string | undefined;
  /** Unread numbers that the page shows; `undefined`: not sent yet. */
  sent: string | undefined;
  /** Warnings that were sent to it. */
  readonly warned: Set<string>;
  /** By topic. */
  readonly watches: Map<string, Watching>;
  /** Pings without an answer. */
  missed: number;
  pace: Pace;
}

/** Messages of a page that may wait for its network, in bytes. */
const mostBuffered = 64 * 1024;

/** Lists and items that one page may watch. */
export const mostWatches = 4;

export const newConnection = (
  socket: WebSocket,
  { user, session, since }: Pick<Connection, 'user' | 'session' | 'since'>,
): Connection => ({
  ...{ socket, user, session, since },
  sent: undefined,
  warned: new Set(),
  watches: new Map(),
  missed: 0,
  pace: [],
});

/** Sends a message. A page that does not read its messages is closed and gets the state later. */
export function send({ socket }: Connection, message: LiveMessage): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > mostBuffered) close(socket, closeCodes.tooSlow);
  else socket.send(JSON.stringify(message), () => undefined);
}

/** Whether the page may send another message; one that sends too many is closed. */
export function mayAsk(connection: Connection, atMs: number): boolean {
  const pace = paced(connection.pace, atMs);
  if (pace === undefined) {
    close(connection.socket, closeCodes.tooManyMessages);
    return false;
  }
  connection.pace = pace;
  return true;
}

/** Closes; the library ends the connection if the page does not answer. */
export function close(socket: WebSocket, code: number): void {
  if (socket.readyState === WebSocket.OPEN) socket.close(code);
}

/** Pings without an answer after which a connection is ended. */
const mostMissed = 2;

/** Asks whether the page is still there, and ends the connection if it has not answered. */
export function beat(connection: Connection): void {
  const { socket } = connection;
  if (connection.missed >= mostMissed) {
    socket.terminate();
    return;
  }
  connection.missed += 1;
  if (socket.readyState === WebSocket.OPEN) socket.ping();
}
