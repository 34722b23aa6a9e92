import { type Connection, send, type Watching } from './connection.ts';
import type { Unread, WarningFacts } from './queries.ts';

/** Most new warnings in one message; the number counts the others. */
const mostWarnings = 20;

/** The news of a user. */
export interface News {
  readonly unread: Unread;
  /** The snapshot that the page knows then. */
  readonly since: string;
  /** New warnings, oldest first. */
  readonly warnings: readonly WarningFacts[];
  /** Ids of resolved warnings. */
  readonly resolved: readonly string[];
}

/**
 * Sends a page its user's warnings and numbers; each warning once, numbers if they changed. Only
 * the last message names the new snapshot: a page that loses the connection before it gets all again.
 */
export function sendNews(
  connection: Connection,
  { unread, since, warnings, resolved }: News,
): void {
  const unreadCount = unread.warnings + unread.notifications;
  const sent = `${unreadCount} ${unread.warnings}`;
  const fresh = warnings.filter(({ id }) => !connection.warned.has(id)).slice(-mostWarnings);
  const messages = [
    ...fresh.map(({ id, severity, title }) => ({
      ...({ type: 'new_warning', warning_id: id } as const),
      ...{ severity, title },
    })),
    ...resolved.map((id) => ({ type: 'warning_resolved', warning_id: id }) as const),
  ];
  const all = messages.length === 0 && sent !== connection.sent ? [countUpdate] : messages;
  for (const [place, message] of all.entries())
    send(connection, {
      ...message,
      ...{ unread_count: unreadCount, unread_warnings: unread.warnings },
      since: place === all.length - 1 ? since : (connection.since ?? since),
    });
  for (const { id } of fresh) connection.warned.add(id);
  connection.sent = sent;
  connection.since = since;
}

const countUpdate = { type: 'count_update' } as const;

/** Sends a page how many items of its list changed, or that it reads itself again. */
export function sendListChange(
  connection: Connection,
  watching: Watching,
  items: Iterable<readonly [item: string, isNew: boolean]>,
): void {
  if (watching.isFollowed) {
    send(connection, { type: 'page_changed', topic: watching.topic });
    return;
  }
  for (const [item, isNew] of items)
    watching.items.set(item, isNew || watching.items.get(item) === true);
  const { size } = watching.items;
  if (size === watching.sent) return;
  watching.sent = size;
  send(connection, {
    ...{ type: 'list_changed', topic: watching.topic, count: size },
    new_count: [...watching.items.values()].filter(Boolean).length,
  });
}
