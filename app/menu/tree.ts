/** An entry of the menu as it is stored. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly url: string;
  /** `name` of the module that it belongs to; `null` for a module. */
  readonly parent: string | null;
  readonly place: number;
  readonly isActive: boolean;
  readonly version: string;
  /** Labels of the permissions that open it. */
  readonly requires: readonly string[];
}

/** A module with its entries in their order. */
export interface Module {
  readonly module: Entry;
  readonly entries: readonly Entry[];
}

export interface Tree {
  readonly modules: readonly Module[];
  /** Entries whose module is gone: nobody sees them. */
  readonly strays: readonly Entry[];
}

/** Where an entry is to go; all three are ids. */
export interface Move {
  readonly id: string;
  /** `undefined`: the top level, among the modules. */
  readonly module: string | undefined;
  /** The entry that follows it there; `undefined`: none does. */
  readonly before: string | undefined;
}

/** The entries, which come in their order, as the menu shows them. */
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

/** The moves by one step. What is missing isn't possible. */
export interface Steps {
  readonly up?: Move;
  readonly down?: Move;
}

/**
 * One step up and down for an entry: within its module, and at its ends into the next one that has
 * entries. Modules move among modules.
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
  // The last entry of a module can't leave it.
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

/** How an entry stands: its module, and its number there. */
export interface Standing {
  readonly module: Entry | undefined;
  readonly number: number;
  readonly of: number;
  /** What brings it back here. */
  readonly move: Move;
}

/** Where an entry stands; `undefined` for one that has no place. */
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
