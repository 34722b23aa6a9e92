import type { ServerEvent } from '../../http/send-events.ts';
import type { Hub } from '../../live/index.ts';

/** How often a connection without news shows that it works, and its session is checked. */
const beatMs = 15_000;

interface Follower {
  readonly signal: AbortSignal;
  /** The user's connection, which is free again when the events end. */
  readonly place: Disposable;
  /** Whether the session may still see the page. */
  readonly isAdmitted: () => Promise<boolean>;
  /** The mark that the browser saw last. */
  readonly after: string | undefined;
}

/**
 * An event for each change of an entity, and beats between them, until the browser leaves, the
 * session ends, or the process drains.
 */
export async function* changesOf(
  hub: Hub,
  entity: string,
  { signal, place, isAdmitted, after }: Follower,
): AsyncGenerator<ServerEvent | undefined> {
  using _place = place;
  using watch = hub.watch(entity, signal);
  let seen = after;
  let checked = Date.now();
  while (!signal.aborted && !hub.isClosed()) {
    const mark = await watch.changed(seen, beatMs);
    if (signal.aborted || hub.isClosed()) return;
    if (Date.now() - checked >= beatMs || mark === undefined) {
      if (!(await isAdmitted())) return;
      checked = Date.now();
    }
    if (mark !== undefined) seen = mark;
    yield mark === undefined ? undefined : { name: 'changed', id: mark };
  }
}
