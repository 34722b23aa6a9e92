import { dayAt } from '../authority/index.ts';
import { admits, type Policy } from '../http/policy.ts';
import { type Change, oncePerSnapshot, visibleIn } from '../live/index.ts';
import type { Services } from '../services.ts';
import type { Connection, Watching } from './connection.ts';
import { sendListChange } from './messages.ts';
import type { LiveStore } from './queries.ts';
import type { Registry } from './registry.ts';
import { type Reader, type Subjects, standingFor, subjectsOf } from './rules.ts';

export interface ListServices extends Pick<Services, 'now'> {
  readonly store: LiveStore;
  readonly registry: Registry;
  /** The policy of the page at an address. */
  readonly policyAt: (address: string) => Policy | undefined;
}

/**
 * Sends pages the changes of lists and items that they watch and don't know yet. Those in `asking`
 * get everything since their own snapshot.
 */
export function sendListChanges(
  registry: Registry,
  changes: readonly Change[],
  asking: ReadonlyMap<Watching, Connection>,
): void {
  const bySubject = Map.groupBy(
    changes.filter(({ item, kind }) => item !== null && kind !== 'session'),
    ({ subject }) => subject,
  );
  if (bySubject.size === 0) return;
  const visible = oncePerSnapshot(visibleIn);
  for (const connection of registry.all())
    for (const watching of connection.watches.values()) {
      if (asking.has(watching)) continue;
      const isKnown = visible(watching.since);
      const items = [...(watching.subjects ?? [])].flatMap(([subject, kinds]) =>
        (bySubject.get(subject) ?? []).flatMap(({ kind, item, isNew, xid }) =>
          kinds.has(kind) && item !== null && item === (watching.item ?? item) && !isKnown(xid)
            ? [[item, isNew] as const]
            : [],
        ),
      );
      if (items.length > 0) sendListChange(connection, watching, items);
    }
}

/** Admits watches, and sends what happened since their pages were read. */
export async function beginWatching(
  { store, now, policyAt, registry }: ListServices,
  asking: Map<Watching, Connection>,
): Promise<void> {
  if (asking.size === 0) return;
  const begun = [...asking];
  const readers = await store.readers(
    [...new Set(begun.map(([, { user }]) => user))],
    dayAt(now()),
  );
  for (const [watching, connection] of begun) {
    const reader = readers.get(connection.user);
    watching.subjects = admitted(watching.topic, reader, policyAt);
    if (watching.subjects === undefined) connection.watches.delete(watching.topic);
  }
  const asked = begun.flatMap(([watching, connection]) =>
    [...(watching.subjects ?? [])].map(([subject, kinds]) => ({
      ...{ watching, connection, since: watching.since, subject, kinds: [...kinds] },
      item: watching.item,
    })),
  );
  if (asked.length > 0) {
    const { missed, snapshot } = await store.missed(
      asked.map(({ since, subject, kinds, item }) => ({ since, subject, kinds, item })),
    );
    for (const [place, found] of Map.groupBy(missed, (each) => each.place)) {
      const one = asked[place];
      if (one === undefined || !registry.has(one.connection)) continue;
      sendListChange(
        one.connection,
        one.watching,
        found.map(({ item, isNew }) => [item, isNew] as const),
      );
    }
    for (const { watching } of asked) watching.since = snapshot;
  }
  for (const [watching] of begun) asking.delete(watching);
}

/** Ends watches whose users may no longer open the page, in one statement. */
export async function checkWatches({
  store,
  now,
  policyAt,
  registry,
}: ListServices): Promise<void> {
  const watching = registry.all().filter(({ watches }) => watches.size > 0);
  if (watching.length === 0) return;
  const readers = await store.readers([...new Set(watching.map(({ user }) => user))], dayAt(now()));
  for (const { user, watches } of watching)
    for (const [topic, watch] of watches) {
      const reader = readers.get(user);
      watch.subjects = admitted(topic, reader, policyAt);
      if (watch.subjects === undefined) watches.delete(topic);
    }
}

/** What changes a page that a user may open; `undefined`: they may not. */
function admitted(
  topic: string,
  reader: Reader | undefined,
  policyAt: ListServices['policyAt'],
): Subjects | undefined {
  const policy = policyAt(topic);
  if (reader === undefined || policy === undefined) return undefined;
  return admits(policy, reader.permissions, standingFor(topic, reader))
    ? subjectsOf(topic, reader)
    : undefined;
}
