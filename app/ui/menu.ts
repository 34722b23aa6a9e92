import type { IconName } from './icons.ts';

/** A page of the menu. */
export interface MenuItem {
  readonly label: string;
  readonly to: string;
  readonly icon: IconName;
  /** Number of pending items there. */
  readonly count?: number;
}

/** A module with the pages that this user may open. Without a label: entries outside of modules. */
export interface MenuGroup {
  readonly label?: string;
  readonly items: readonly MenuItem[];
}

export interface ActiveEntry {
  readonly group: MenuGroup;
  readonly item: MenuItem;
}

/**
 * The entry of a path: the longest whose address equals the path or is a prefix at a segment
 * border, so that `/toronto` does not activate `/tor` (spec menu#active-entry). `undefined` for
 * pages without an entry.
 */
export function activeEntry(menu: readonly MenuGroup[], path: string): ActiveEntry | undefined {
  return menu
    .flatMap((group) => group.items.map((item) => ({ group, item })))
    .filter(({ item }) => leadsTo(item.to, path))
    .reduce<ActiveEntry | undefined>(
      (best, entry) => (best && best.item.to.length >= entry.item.to.length ? best : entry),
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
  menu: readonly MenuGroup[],
  path: string,
  title: string,
  between: readonly Crumb[] = [],
): readonly Crumb[] {
  const active = activeEntry(menu, path);
  if (active === undefined) return [...between, { label: title }];
  const { group, item } = active;
  const module =
    group.label === undefined ? [] : [{ label: group.label, to: group.items[0]?.to ?? item.to }];
  if (trimmed(item.to) === trimmed(path)) return [...module, { label: item.label }];
  return [...module, { label: item.label, to: item.to }, ...between, { label: title }];
}
