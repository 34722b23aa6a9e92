import { once } from 'node:events';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type OpenSession, openSessions, sessionOf } from '../auth/index.ts';
import { addressOf } from '../http/address.ts';
import { isOwnOrigin } from '../http/origin-check.ts';
import type { Policy } from '../http/policy.ts';
import type { Services } from '../services.ts';
import { closeCodes } from '../ui/live-message.ts';
import { standardAddresses } from '../ui/shell-context.ts';
import {
  beat,
  type Connection,
  close,
  mayAsk,
  mostWatches,
  newConnection,
  type Watching,
} from './connection.ts';
import { createDelivery } from './delivery.ts';
import { observeSockets } from './metrics.ts';
import { liveStore } from './queries.ts';
import { createRegistry } from './registry.ts';
import { isFollowed, shownAt } from './rules.ts';
import { readMessage, sinceIn } from './schema.ts';

/** Receives the upgrade of a request to another protocol (`upgrade` of Node's HTTP server). */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

type SocketServices = Pick<
  Services,
  'config' | 'db' | 'access' | 'now' | 'live' | 'log' | 'metrics'
>;

export interface SocketOptions {
  /** The policy of the page at an address. */
  readonly policyAt: (address: string) => Policy | undefined;
  /** How often pages are asked whether they are still there, in milliseconds. @default 30,000 */
  readonly pingMs?: number;
  /** How often sessions and watched lists are checked, in milliseconds. @default 60,000 */
  readonly checkMs?: number;
}

/** Pages of one user that may be connected to this process. */
const mostPerUser = 10;

/** How long a page has to answer a close, in milliseconds. */
const closeMs = 2_000;

/**
 * The WebSocket of open pages (spec live#connection). Accepts pages of this app with a session, and
 * sends them what concerns their users until the session ends or the process drains.
 */
export function createSockets(
  services: SocketServices,
  { policyAt, pingMs = 30_000, checkMs = 60_000 }: SocketOptions,
): { readonly upgrade: Upgrade } {
  const { config, live, log, metrics } = services;
  const { closing } = live;
  const registry = createRegistry();
  const observe = observeSockets(metrics.registry, registry.size);
  const delivery = createDelivery({
    ...{ live, log, now: services.now, store: liveStore(services.db) },
    ...{ registry, policyAt, observe },
  });
  const protocol = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false },
    ...{ maxPayload: 1024, closeTimeout: closeMs },
  });

  const checkSessions = async (): Promise<void> => {
    const pages = registry.all();
    if (pages.length === 0) return;
    const ids = [...new Set(pages.map(({ session }) => session))];
    const open = new Set((await openSessions(services, ids)).map(({ id }) => id));
    for (const { session, socket } of pages)
      if (!open.has(session)) close(socket, closeCodes.signedOut);
    await delivery.recheck();
  };

  let isRunning = false;
  /** Begins with the first page: a process without any reads nothing. */
  const start = (): void => {
    if (isRunning) return;
    isRunning = true;
    const following = live.follow(delivery.hear);
    const timers = [
      setInterval(() => registry.all().forEach(beat), pingMs).unref(),
      setInterval(() => {
        checkSessions().catch((error: unknown) =>
          log.warn({ err: error }, 'sessions of open pages could not be checked'),
        );
      }, checkMs).unref(),
    ];
    closing.addEventListener('abort', () => {
      following[Symbol.dispose]();
      timers.forEach(clearInterval);
      for (const { socket } of registry.all()) close(socket, closeCodes.goingAway);
    });
  };

  const serve = async (socket: WebSocket, session: OpenSession, since: string | undefined) => {
    const connection = newConnection(socket, {
      ...{ user: session.userId, session: session.id, since },
    });
    socket.on('pong', () => {
      connection.missed = 0;
    });
    socket.on('message', (data) => hearPage(connection, String(data)));
    registry.add(connection);
    start();
    delivery.arrived(connection);
    try {
      const [code] = (await once(socket, 'close')) as [number];
      observe.closed(code);
    } catch (error) {
      // A frame that breaks the protocol: the library closes the connection.
      log.debug({ err: error }, 'connection of a page failed');
      observe.closed(1002);
    } finally {
      registry.remove(connection);
    }
  };

  const hearPage = (connection: Connection, text: string): void => {
    if (!mayAsk(connection, Date.now())) return;
    const asked = readMessage(text);
    if (asked === undefined) return;
    const { watches } = connection;
    if (!watches.has(asked.topic) && watches.size >= mostWatches) return;
    const watching: Watching = {
      ...{ ...asked, item: shownAt(asked.topic), isFollowed: isFollowed(asked.topic) },
      ...{ subjects: undefined, items: new Map(), sent: 0 },
    };
    watches.set(asked.topic, watching);
    delivery.watched(connection, watching);
  };

  const admit = async (request: IncomingMessage): Promise<OpenSession | number> => {
    const { origin, host } = request.headers;
    if (addressOf({ originalUrl: request.url ?? '/' }).pathname !== standardAddresses.live)
      return 404;
    if (!isOwnOrigin({ origin, host }, config.http.publicUrl)) return 403;
    const session = await sessionOf(services, request);
    // Checked last: a page that connects once the others were closed would hear of nothing.
    return closing.aborted ? 503 : (session ?? 401);
  };

  return {
    upgrade(request, socket, head) {
      const gone = () => undefined;
      socket.on('error', gone);
      const refuse = (status: number): void => {
        observe.refused(status);
        socket.end(
          `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        );
      };
      admit(request).then(
        (session) => {
          if (typeof session === 'number') return refuse(session);
          socket.off('error', gone);
          protocol.handleUpgrade(request, socket, head, (opened) => {
            if (registry.of(session.userId).length >= mostPerUser)
              return opened.close(closeCodes.tooMany);
            const { searchParams } = addressOf({ originalUrl: request.url ?? '/' });
            void serve(opened, session, sinceIn(searchParams));
          });
        },
        (error: unknown) => {
          log.warn({ err: error }, 'connection of a page could not be checked');
          refuse(503);
        },
      );
    },
  };
}
