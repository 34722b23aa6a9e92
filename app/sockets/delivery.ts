import { type Batch, type Change, laterOf, oncePerSnapshot, visibleIn } from '../live/index.ts';
import type { Services } from '../services.ts';
import { closeCodes } from '../ui/live-message.ts';
import { type Connection, close, type Watching } from './connection.ts';
import { beginWatching, checkWatches, type ListServices, sendListChanges } from './lists.ts';
import { sendNews } from './messages.ts';
import type { ObserveSockets } from './metrics.ts';
import type { LiveStore, WarningFacts } from './queries.ts';
import type { Registry } from './registry.ts';

type DeliveryServices = ListServices &
  Pick<Services, 'log'> & {
    readonly live: Pick<Services['live'], 'closing'>;
    readonly observe: Pick<ObserveSockets, 'sent'>;
    /** How long to collect pages that connect, in milliseconds. @default 15 */
    readonly restMs?: number;
    /** How long to wait after a failure, in milliseconds. @default 1,000 */
    readonly retryMs?: number;
  };

/** Sends the pages of this process what concerns their users. */
export interface Delivery {
  /** A page connected: it gets the state, and what it missed. */
  readonly arrived: (connection: Connection) => void;
  /** A page watches a list from now on. */
  readonly watched: (connection: Connection, watching: Watching) => void;
  /** Changes were committed. */
  readonly hear: (batch: Batch) => Promise<void>;
  /** Checks again whether the users of watched lists may open their pages. */
  readonly recheck: () => Promise<void>;
}

/**
 * Everything runs one after the other, so that a page gets changes in their order. Statements
 * are about all pages at once: their number does not depend on how many there are.
 */
export function createDelivery(services: DeliveryServices): Delivery {
  const { registry, live, log, observe, restMs = 15, retryMs = 1_000 } = services;
  const arriving = new Set<Connection>();
  const asking = new Map<Watching, Connection>();
  let queue: Promise<void> = Promise.resolve();
  let isScheduled = false;

  const inOrder = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work).catch((error: unknown) => {
      log.warn({ err: error }, 'open pages could not be sent changes yet');
      schedule(retryMs);
    });
    return queue;
  };

  /** For what a page may have missed. */
  const askAgain = (connection: Connection): void => {
    arriving.add(connection);
    for (const watching of connection.watches.values()) asking.set(watching, connection);
  };

  const schedule = (ms: number): void => {
    if (isScheduled || live.closing.aborted) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      void inOrder(async () => {
        await welcome(services, arriving);
        await beginWatching(services, asking);
      });
    }, ms).unref();
  };

  return {
    arrived(connection) {
      arriving.add(connection);
      schedule(restMs);
    },
    watched(connection, watching) {
      for (const [other, { socket }] of asking)
        if (socket === connection.socket && other.topic === watching.topic) asking.delete(other);
      asking.set(watching, connection);
      schedule(restMs);
    },
    hear: (batch) =>
      inOrder(async () => {
        const from = performance.now();
        if (batch.isGap) registry.all().forEach(askAgain);
        endSessions(registry, batch.changes);
        sendListChanges(registry, batch.changes, asking);
        const bySubject = Map.groupBy(batch.changes, ({ subject }) => subject);
        // Those who arrive get everything since their own snapshot.
        const pages = [...bySubject.keys()]
          .flatMap(registry.of)
          .filter((page) => !arriving.has(page));
        // If a statement fails, the others are, too.
        for (const page of pages) arriving.add(page);
        await sendToPages(services, pages, { bySubject, snapshot: batch.snapshot });
        for (const page of pages) arriving.delete(page);
        observe.sent((performance.now() - from) / 1000);
        if (arriving.size > 0) schedule(restMs);
      }),
    recheck: () => inOrder(() => checkWatches(services)),
  };
}

/** Sends arriving pages the numbers of their users, and the warnings that they missed. */
async function welcome(
  { store, registry }: DeliveryServices,
  arriving: Set<Connection>,
): Promise<void> {
  const pages = [...arriving].filter(registry.has);
  if (pages.length > 0) {
    const since = pages.filter((page) => page.since !== undefined);
    const { snapshot, missed } = await store.missed(
      since.map((page) => ({ since: page.since ?? '', subject: page.user, kinds: ['warning'] })),
    );
    const warnings = await warningsOf(
      store,
      missed.map(({ item }) => item),
    );
    const unread = await store.unread([...new Set(pages.map(({ user }) => user))]);
    const byPage = Map.groupBy(missed, ({ place }) => since[place]);
    const later = oncePerSnapshot((known) => laterOf(snapshot, known));
    for (const page of pages)
      sendNews(page, {
        ...{ unread: unread.get(page.user) ?? nothing, resolved: [] },
        since: later(page.since ?? snapshot),
        warnings: (byPage.get(page) ?? [])
          .flatMap(({ item }) => warnings.get(item) ?? [])
          .reverse(),
      });
  }
  for (const page of pages) arriving.delete(page);
  for (const page of arriving) if (!registry.has(page)) arriving.delete(page);
}

const nothing = { warnings: 0, notifications: 0 };

const warningsOf = async (
  store: LiveStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WarningFacts>> =>
  ids.length === 0 ? new Map() : store.warnings([...new Set(ids)]);

interface Heard {
  readonly bySubject: ReadonlyMap<string, readonly Change[]>;
  readonly snapshot: string;
}

/** In two statements for any number of pages. What a page knew when it connected is not sent. */
async function sendToPages(
  { store }: DeliveryServices,
  pages: readonly Connection[],
  { bySubject, snapshot }: Heard,
): Promise<void> {
  if (pages.length === 0) return;
  const visible = oncePerSnapshot(visibleIn);
  const later = oncePerSnapshot((known) => laterOf(snapshot, known));
  const fresh = pages.map((page) => {
    const isKnown = visible(page.since ?? '');
    return (bySubject.get(page.user) ?? []).filter(({ xid }) => !isKnown(xid));
  });
  const [unread, warnings] = await Promise.all([
    store.unread([...new Set(pages.map(({ user }) => user))]),
    warningsOf(store, itemsOf(fresh.flat(), 'warning')),
  ]);
  for (const [place, page] of pages.entries()) {
    const changes = fresh[place] ?? [];
    sendNews(page, {
      ...{ unread: unread.get(page.user) ?? nothing, since: later(page.since ?? snapshot) },
      resolved: itemsOf(changes, 'resolved'),
      warnings: itemsOf(changes, 'warning').flatMap((id) => warnings.get(id) ?? []),
    });
  }
}

const itemsOf = (changes: readonly Change[], wanted: string): readonly string[] => [
  ...new Set(changes.flatMap(({ kind, item }) => (kind === wanted && item !== null ? [item] : []))),
];

/** Closes the pages of sessions that ended. */
function endSessions(registry: Registry, changes: readonly Change[]): void {
  const ended = new Set(
    changes.flatMap(({ kind, subject }) => (kind === 'session' ? [subject] : [])),
  );
  if (ended.size === 0) return;
  for (const { session, socket } of registry.all())
    if (ended.has(session)) close(socket, closeCodes.signedOut);
}
