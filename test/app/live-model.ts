import type { WebSocket } from 'ws';
import { createChangeLog } from '#app/live/change-log.ts';
import type { Change } from '#app/live/index.ts';
import { type Connection, newConnection } from '#app/sockets/connection.ts';
import { createDelivery } from '#app/sockets/delivery.ts';
import type { LiveStore } from '#app/sockets/queries.ts';
import { createRegistry } from '#app/sockets/registry.ts';
import type { LiveMessage } from '#app/ui/live-message.ts';

type Random = () => number;
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

/**
 * PostgreSQL as far as it matters: transactions end in any order, and what they wrote becomes
 * visible then. A snapshot tells which had ended. Statements answer late, and fail now and then.
 */
export function createStore(random: Random) {
  let next = 10n;
  const running = new Map<bigint, readonly (() => Omit<Change, 'xid'>)[]>();
  const rows: Change[] = [];
  const unread = new Map<string, Set<string>>();
  const state = { faults: true };

  const snapshot = (): string => {
    const open = [...running.keys()].sort((one, other) => (one < other ? -1 : 1));
    return `${open[0] ?? next}:${next}:${open.join(',')}`;
  };
  const isAfter = (xid: string, since: string): boolean => {
    const [, to = '0', open = ''] = since.split(':');
    return BigInt(xid) >= BigInt(to) || open.split(',').includes(xid);
  };
  /** The network takes its time before and after the statement. */
  const late = async <T>(answer: () => T): Promise<T> => {
    for (let turns = random() * 4; turns > 0; turns -= 1) await turn();
    if (state.faults && random() < 0.05) throw new Error('connection lost');
    const answered = answer();
    for (let turns = random() * 4; turns > 0; turns -= 1) await turn();
    if (state.faults && random() < 0.05) throw new Error('connection lost');
    return answered;
  };
  const of = (user: string): Set<string> => {
    const own = unread.get(user) ?? new Set();
    unread.set(user, own);
    return own;
  };

  const store: LiveStore = {
    unread: (users) =>
      late(
        () => new Map(users.map((user) => [user, { warnings: of(user).size, notifications: 0 }])),
      ),
    warnings: (ids) =>
      late(() => new Map(ids.map((id) => [id, { id, severity: 'high' as const, title: id }]))),
    missed: (asked) =>
      late(() => ({
        snapshot: snapshot(),
        missed: asked.flatMap(({ since, subject, kinds }, place) =>
          rows.flatMap((row) =>
            row.subject === subject && kinds.includes(row.kind) && isAfter(row.xid, since)
              ? [{ place, kind: row.kind, item: row.item ?? '', isNew: row.isNew }]
              : [],
          ),
        ),
      })),
    readers: () => late(() => new Map()),
  };
  return {
    store,
    snapshot,
    calm: () => {
      state.faults = false;
    },
    /** Warnings that became visible to a user after a snapshot. */
    warningsAfter: (user: string, since: string): readonly string[] => [
      ...new Set(
        rows.flatMap(({ subject, kind, item, xid }) =>
          subject === user && kind === 'warning' && isAfter(xid, since) ? [item ?? ''] : [],
        ),
      ),
    ],
    unreadOf: (user: string): number => of(user).size,
    read: (since: string | undefined) =>
      late(() => ({
        snapshot: snapshot(),
        changes: since === undefined ? [] : rows.filter(({ xid }) => isAfter(xid, since)),
      })),
    /** Begins a transaction that changes what users have not read. */
    begin: (
      changes: readonly {
        readonly user: string;
        readonly warning: string;
        readonly kind: string;
      }[],
    ) => {
      running.set(
        next,
        changes.map(({ user, warning, kind }) => () => {
          if (kind === 'warning') of(user).add(warning);
          else of(user).delete(warning);
          return { subject: user, kind, item: warning, isNew: kind === 'warning' };
        }),
      );
      next += 1n;
    },
    /** Commits one of the open transactions. */
    commit: (): boolean => {
      const xid = pick(random, [...running.keys()]);
      const changes = running.get(xid);
      if (changes === undefined) return false;
      running.delete(xid);
      for (const change of changes) rows.push({ ...change(), xid: String(xid) });
      return true;
    },
  };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A process of the app. */
export function createProcess(
  { store, read }: ReturnType<typeof createStore>,
  end: AbortController,
) {
  const registry = createRegistry();
  const delivery = createDelivery({
    ...{ store, registry, now: () => new Date(), policyAt: () => undefined },
    ...{ live: { closing: end.signal }, observe: { sent: () => undefined } },
    log: { warn: () => undefined } as never,
    ...{ restMs: 0, retryMs: 1 },
  });
  const log = createChangeLog({ read, signal: end.signal, restMs: 0 });
  return { registry, delivery, log, follow: () => log.follow(delivery.hear) };
}
export type ModelProcess = ReturnType<typeof createProcess>;

/** A tab: what a page shows, and its connection to some process. */
class Tab {
  count: number | undefined;
  readonly shown: string[] = [];
  /** What the page knew when it was read. */
  readonly first: string;
  #since: string;
  #connection:
    | { readonly to: ModelProcess; readonly of: Connection; readonly flying: string[] }
    | undefined;
  readonly user: string;

  constructor(user: string, since: string) {
    this.user = user;
    this.first = since;
    this.#since = since;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  connect(to: ModelProcess): void {
    if (this.#connection !== undefined) return;
    const flying: string[] = [];
    const socket = {
      ...{ readyState: 1, bufferedAmount: 0 },
      send: (text: string) => flying.push(text),
      close: () => undefined,
    } as unknown as WebSocket;
    const of = newConnection(socket, { user: this.user, session: '0', since: this.#since });
    this.#connection = { to, of, flying };
    to.registry.add(of);
    to.delivery.arrived(of);
  }

  /** The network loses the messages still on their way. */
  cut(): void {
    this.#connection?.to.registry.remove(this.#connection.of);
    this.#connection = undefined;
  }

  /** Some messages arrive. */
  receive(most: number): void {
    for (const text of this.#connection?.flying.splice(0, most) ?? []) {
      const message = JSON.parse(text) as LiveMessage;
      if (!('since' in message)) continue;
      this.#since = message.since;
      this.count = message.unread_count;
      // As the page does: a tab shows a warning once.
      if (message.type === 'new_warning' && !this.shown.includes(message.warning_id))
        this.shown.push(message.warning_id);
    }
  }
}

/** Runs a schedule of commits, cuts and lost statements; returns what differs when it is quiet. */
export async function runSchedule(random: Random): Promise<readonly string[]> {
  const end = new AbortController();
  const database = createStore(random);
  const processes = [createProcess(database, end), createProcess(database, end)];
  for (const each of processes) each.follow();
  const users = ['1', '2', '3'];
  const raised = new Map<string, string[]>(users.map((user) => [user, []]));
  const tabs = [...users, '1'].map((user) => new Tab(user, database.snapshot()));
  let warnings = 0;
  const steps = [
    () => {
      warnings += 1;
      const warning = `w${warnings}`;
      const to = users.filter(() => random() < 0.6);
      for (const user of to) raised.get(user)?.push(warning);
      database.begin(to.map((user) => ({ user, warning, kind: 'warning' })));
    },
    () => database.commit(),
    () => database.commit(),
    () => {
      const user = pick(random, users);
      const warning = pick(random, raised.get(user) ?? []);
      if (warning !== undefined)
        database.begin([{ user, warning, kind: pick(random, ['unread', 'resolved']) }]);
    },
    () => pick(random, processes).log.wake(),
    () => pick(random, tabs).connect(pick(random, processes)),
    () => pick(random, tabs).cut(),
    () => {
      if (tabs.length < 8) tabs.push(new Tab(pick(random, users), database.snapshot()));
    },
    () => pick(random, tabs).receive(1 + Math.floor(random() * 3)),
    () => pick(random, tabs).receive(100),
  ];
  for (let step = 0; step < 60; step += 1) {
    pick(random, steps)();
    if (random() < 0.5) await turn();
  }
  while (database.commit());
  database.calm();
  for (let quiet = 0; quiet < 400; quiet += 1) {
    for (const each of processes) each.log.wake();
    for (const tab of tabs) tab.connect(pick(random, processes));
    for (let turns = 0; turns < 5; turns += 1) await turn();
    for (const tab of tabs) tab.receive(100);
    if (quiet > 10 && differences().length === 0) break;
  }
  end.abort();
  return differences();

  function differences(): readonly string[] {
    return tabs.flatMap((tab, place) => {
      const wanted = [...database.warningsAfter(tab.user, tab.first)].sort();
      const shown = [...tab.shown].sort();
      return [
        ...(tab.count === database.unreadOf(tab.user)
          ? []
          : [`tab ${place} shows ${tab.count} instead of ${database.unreadOf(tab.user)}`]),
        ...(shown.join() === wanted.join() ? [] : [`tab ${place} showed ${shown}, not ${wanted}`]),
      ];
    });
  }
}
