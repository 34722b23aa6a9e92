import type { UnreadState } from '../ui/live-message.ts';
import { type Connection, send, type Watching } from './connection.ts';
import type { Unread, WarningFacts } from './queries.ts';

/** New warnings that a page is told of at once; the number counts the others. */
const mostWarnings = 20;

/** What happened for a user. */
export interface News {
  readonly unread: Unread;
  /** The snapshot that contains it. */
  readonly snapshot: string;
  /** New warnings, oldest first. */
  readonly warnings: readonly WarningFacts[];
  /** Ids of resolved warnings. */
  readonly resolved: readonly string[];
}

/** Tells a page of its user's warnings and numbers; each warning once, numbers if they changed. */
export function tell(connection: Connection, { unread, snapshot, warnings, resolved }: News): void {
  const state: UnreadState = {
    unread_count: unread.warnings + unread.notifications,
    unread_warnings: unread.warnings,
    since: snapshot,
  };
  const told = `${state.unread_count} ${state.unread_warnings}`;
  const fresh = warnings.filter(({ id }) => !connection.warned.has(id)).slice(-mostWarnings);
  for (const { id, severity, title } of fresh) {
    connection.warned.add(id);
    send(connection, { type: 'new_warning', warning_id: id, severity, title, ...state });
  }
  for (const id of resolved)
    send(connection, { type: 'warning_resolved', warning_id: id, ...state });
  if (fresh.length + resolved.length === 0 && told !== connection.told)
    send(connection, { type: 'count_update', ...state });
  connection.told = told;
  connection.since = snapshot;
}

/** Adds changed items to a list; tells the page if there are more than it knows of. */
export function tellOfList(
  connection: Connection,
  watching: Watching,
  items: Iterable<readonly [item: string, isNew: boolean]>,
): void {
  for (const [item, isNew] of items)
    watching.items.set(item, isNew || watching.items.get(item) === true);
  const { size } = watching.items;
  if (size === watching.told) return;
  watching.told = size;
  send(connection, {
    ...{ type: 'list_changed', topic: watching.topic, count: size },
    new_count: [...watching.items.values()].filter(Boolean).length,
  });
}
