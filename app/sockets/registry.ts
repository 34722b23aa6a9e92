import type { Connection } from './connection.ts';

/** The open pages of this process. */
export interface Registry {
  readonly add: (connection: Connection) => void;
  readonly remove: (connection: Connection) => void;
  readonly has: (connection: Connection) => boolean;
  readonly all: () => readonly Connection[];
  readonly of: (user: string) => readonly Connection[];
  readonly size: () => number;
}

export function createRegistry(): Registry {
  const byUser = new Map<string, Set<Connection>>();
  let size = 0;
  const has = (connection: Connection): boolean =>
    byUser.get(connection.user)?.has(connection) === true;
  return {
    add(connection) {
      const own = byUser.get(connection.user) ?? new Set();
      byUser.set(connection.user, own.add(connection));
      size += 1;
    },
    remove(connection) {
      const own = byUser.get(connection.user);
      if (own?.delete(connection) !== true) return;
      size -= 1;
      if (own.size === 0) byUser.delete(connection.user);
    },
    has,
    all: () => [...byUser.values()].flatMap((own) => [...own]),
    of: (user) => [...(byUser.get(user) ?? [])],
    size: () => size,
  };
}
