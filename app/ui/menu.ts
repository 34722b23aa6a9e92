import type { IconName } from './icons.ts';

/** A page of the menu. */
export interface MenuEntry {
  readonly label: string;
  readonly to: string;
  readonly icon: IconName;
  /** Number of pending items there. */
  readonly count?: number;
}

/** A module with the pages that this user may open. Without a label: entries outside of modules. */
export interface MenuModule {
  readonly label?: string;
  readonly entries: readonly MenuEntry[];
}

export interface ActiveEntry {
  readonly module: MenuModule;
  readonly entry: MenuEntry;
}

/**
 * The entry of a path: the longest whose address equals the path or is a prefix at a segment
 * border, so that `/toronto` does not activate `/tor` (spec menu#active-entry). `undefined` for
 * pages without an entry.
 */
export function activeEntry(menu: readonly MenuModule[], path: string): ActiveEntry | undefined {
  return menu
    .flatMap((module) => module.entries.map((entry) => ({ module, entry })))
    .filter(({ entry }) => leadsTo(entry.to, path))
    .reduce<ActiveEntry | undefined>(
      (best, each) => (best && best.entry.to.length >= each.entry.to.length ? best : each),
      undefined,
    );
}

function leadsTo(address: string, path: string): boolean {
  const own = trimmed(address.split('?')[0] ?? '');
  const wanted = trimmed(path);
  return own === wanted || (own !== '' && wanted.startsWith(`${own}/`));
}

const trimmed = (path: string): string => path.replace(/\/+$/, '');

export interface Crumb {
  readonly label: string;
  /** Omitted for the page itself. */
  readonly to?: string;
}

/**
 * The breadcrumb of a page: module (linked to its first accessible page), menu entry, intermediate
 * pages, the page.
 */
export function breadcrumb(
  menu: readonly MenuModule[],
  path: string,
  title: string,
  between: readonly Crumb[] = [],
): readonly Crumb[] {
  const active = activeEntry(menu, path);
  if (active === undefined) return [...between, { label: title }];
  const { module, entry } = active;
  const start =
    module.label === undefined
      ? []
      : [{ label: module.label, to: module.entries[0]?.to ?? entry.to }];
  if (trimmed(entry.to) === trimmed(path)) return [...start, { label: entry.label }];
  return [...start, { label: entry.label, to: entry.to }, ...between, { label: title }];
}
