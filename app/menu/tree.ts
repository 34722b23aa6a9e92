/** A menu entry as stored. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly url: string;
  /** `name` of its module; `null` for a module. */
  readonly parent: string | null;
  readonly place: number;
  readonly isActive: boolean;
  readonly version: string;
  /** Labels of the permissions required to open it. */
  readonly requires: readonly string[];
}

/** A module with its entries in order. */
export interface Module {
  readonly module: Entry;
  readonly entries: readonly Entry[];
}

export interface Tree {
  readonly modules: readonly Module[];
  /** Entries whose module is missing, which are shown to no user. */
  readonly strays: readonly Entry[];
}

/** Where to move an entry; all three are ids. */
export interface Move {
  readonly id: string;
  /** `undefined`: the top level, among the modules. */
  readonly module: string | undefined;
  /** The entry that follows it there; `undefined`: none. */
  readonly before: string | undefined;
}

/** The tree of ordered entries, as the menu shows it. */
export function treeOf(entries: readonly Entry[]): Tree {
  const modules = entries
    .filter(({ parent }) => parent === null)
    .map((module) => ({
      module,
      entries: entries.filter(({ parent }) => parent === module.name),
    }));
  const names = new Set<string | null>(modules.map(({ module }) => module.name));
  return {
    modules,
    strays: entries.filter(({ parent }) => parent !== null && !names.has(parent)),
  };
}

/** Moves by one step. Omitted ones are not possible. */
export interface Steps {
  readonly up?: Move;
  readonly down?: Move;
}

/**
 * One step up and down for an entry: within its module, and at its ends into the adjacent module
 * with entries. Modules move among modules.
 */
export function stepsOf({ modules }: Tree, entry: Entry): Steps {
  const own = modules.findIndex(({ module }) => module.name === entry.parent);
  const siblings =
    entry.parent === null ? modules.map(({ module }) => module) : modules[own]?.entries;
  const at = siblings?.findIndex(({ id }) => id === entry.id) ?? -1;
  if (siblings === undefined || at < 0) return {};
  const to = (module: Entry | undefined, before: Entry | undefined): Move => ({
    id: entry.id,
    module: module?.id,
    before: before?.id,
  });
  const home = modules[own]?.module;
  // The last entry of a module cannot leave it.
  const neighbours = entry.parent === null || siblings.length === 1 ? [] : modules;
  const previous = neighbours.slice(0, Math.max(own, 0)).findLast(hasEntries);
  const next = neighbours.slice(own + 1).find(hasEntries);
  const up = at > 0 ? to(home, siblings[at - 1]) : previous && to(previous.module, undefined);
  const down =
    at < siblings.length - 1
      ? to(home, siblings[at + 2])
      : next && to(next.module, next.entries[0]);
  return { ...(up && { up }), ...(down && { down }) };
}

const hasEntries = ({ entries }: Module): boolean => entries.length > 0;

/** Position of an entry: its module, and its number there. */
export interface Standing {
  readonly module: Entry | undefined;
  readonly number: number;
  readonly of: number;
  /** The move that restores it. */
  readonly move: Move;
}

/** Position of an entry; `undefined` if it has none. */
export function standingOf({ modules }: Tree, id: string): Standing | undefined {
  const lists = [{ module: undefined, entries: modules.map(({ module }) => module) }, ...modules];
  for (const { module, entries } of lists) {
    const at = entries.findIndex((entry) => entry.id === id);
    if (at < 0) continue;
    const move = { id, module: module?.id, before: entries[at + 1]?.id };
    return { module, number: at + 1, of: entries.length, move };
  }
  return undefined;
}
