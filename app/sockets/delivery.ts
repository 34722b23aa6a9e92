import type { Batch, Change } from '../live/index.ts';
import type { Services } from '../services.ts';
import { closeCodes } from '../ui/live-message.ts';
import { type Connection, close, type Watching } from './connection.ts';
import { beginWatching, checkWatches, type ListServices, tellOfLists } from './lists.ts';
import { type News, tell } from './messages.ts';
import type { ObserveSockets } from './metrics.ts';
import { readMissed, readUnread, readWarnings } from './queries.ts';
import type { Registry } from './registry.ts';

type DeliveryServices = ListServices &
  Pick<Services, 'live' | 'log'> & { readonly observe: Pick<ObserveSockets, 'told'> };

/** Tells the pages of this process what concerns their users. */
export interface Delivery {
  /** A page connected: it is told the state, and what it missed. */
  readonly arrived: (connection: Connection) => void;
  /** A page watches a list from now on. */
  readonly watched: (connection: Connection, watching: Watching) => void;
  /** Changes were committed. */
  readonly hear: (batch: Batch) => Promise<void>;
  /** Checks again whether the users of watched lists may open their pages. */
  readonly recheck: () => Promise<void>;
}

/** How long to collect pages that connect, and how long to wait after a failure, in milliseconds. */
const [restMs, retryMs] = [15, 1_000];

/**
 * Everything runs one after the other, so that a page is told of changes in their order. Statements
 * are about all pages at once: their number does not depend on how many there are.
 */
export function createDelivery(services: DeliveryServices): Delivery {
  const { registry, live, log, observe } = services;
  const arriving = new Set<Connection>();
  const asking = new Map<Watching, Connection>();
  let queue: Promise<void> = Promise.resolve();
  let isScheduled = false;

  const inOrder = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work).catch((error: unknown) => {
      log.warn({ err: error }, 'open pages could not be told of changes yet');
      schedule(retryMs);
    });
    return queue;
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
        if (batch.isGap) for (const each of registry.all()) arriving.add(each);
        endSessions(registry, batch.changes);
        tellOfLists(registry, batch.changes);
        const users = Map.groupBy(
          batch.changes.filter(
            ({ subject, kind }) => kind !== 'session' && registry.of(subject).length > 0,
          ),
          ({ subject }) => subject,
        );
        // If a statement fails, pages are told the state later, and what they missed.
        const told = [...users.keys()].flatMap(registry.of).filter((page) => !arriving.has(page));
        for (const page of told) arriving.add(page);
        await tellUsers(services, users, batch.snapshot);
        for (const page of told) arriving.delete(page);
        observe.told((performance.now() - from) / 1000);
        if (arriving.size > 0) schedule(restMs);
      }),
    recheck: () => inOrder(() => checkWatches(services)),
  };
}

/** Tells arriving pages the numbers of their users, and the warnings that they missed. */
async function welcome(
  { db, registry }: DeliveryServices,
  arriving: Set<Connection>,
): Promise<void> {
  const pages = [...arriving].filter(registry.has);
  if (pages.length > 0) {
    const since = pages.filter((page) => page.since !== undefined);
    const { snapshot, missed } = await readMissed(
      db,
      since.map((page) => ({ since: page.since ?? '', subject: page.user, kinds: ['warning'] })),
    );
    const warnings = await warningsOf(
      db,
      missed.map(({ item }) => item),
    );
    const unread = await readUnread(db, [...new Set(pages.map(({ user }) => user))]);
    const byPage = Map.groupBy(missed, ({ place }) => since[place]);
    for (const page of pages)
      tell(page, {
        ...{ unread: unread.get(page.user) ?? nothing, snapshot, resolved: [] },
        warnings: (byPage.get(page) ?? [])
          .flatMap(({ item }) => warnings.get(item) ?? [])
          .reverse(),
      });
  }
  for (const page of pages) arriving.delete(page);
  for (const page of arriving) if (!registry.has(page)) arriving.delete(page);
}

const nothing = { warnings: 0, notifications: 0 };

const warningsOf = async (db: Services['db'], ids: readonly string[]) =>
  ids.length === 0 ? new Map<string, never>() : readWarnings(db, [...new Set(ids)]);

/** In two statements for any number of users. */
async function tellUsers(
  { db, registry }: DeliveryServices,
  users: ReadonlyMap<string, readonly Change[]>,
  snapshot: string,
): Promise<void> {
  if (users.size === 0) return;
  const itemsOf = (changes: readonly Change[], wanted: string) => [
    ...new Set(
      changes.flatMap(({ kind, item }) => (kind === wanted && item !== null ? [item] : [])),
    ),
  ];
  const unread = await readUnread(db, [...users.keys()]);
  const warnings = await warningsOf(
    db,
    [...users.values()].flatMap((changes) => itemsOf(changes, 'warning')),
  );
  for (const [user, changes] of users) {
    const news: News = {
      ...{ unread: unread.get(user) ?? nothing, snapshot, resolved: itemsOf(changes, 'resolved') },
      warnings: itemsOf(changes, 'warning').flatMap((id) => warnings.get(id) ?? []),
    };
    for (const page of registry.of(user)) tell(page, news);
  }
}

/** Closes the pages of sessions that ended. */
function endSessions(registry: Registry, changes: readonly Change[]): void {
  const ended = new Set(
    changes.flatMap(({ kind, subject }) => (kind === 'session' ? [subject] : [])),
  );
  if (ended.size === 0) return;
  for (const { session, socket } of registry.all())
    if (ended.has(session)) close(socket, closeCodes.signedOut);
}
