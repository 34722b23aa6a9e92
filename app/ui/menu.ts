import type { IconName } from './icons.ts';

/** One page of the menu. */
export interface MenuItem {
  readonly label: string;
  readonly to: string;
  readonly icon: IconName;
  /** How many things wait there. */
  readonly count?: number;
}

/**
 * A module with what this person may open in it. Without a label: entries that belong to no module.
 */
export interface MenuGroup {
  readonly label?: string;
  readonly items: readonly MenuItem[];
}

export interface ActiveEntry {
  readonly group: MenuGroup;
  readonly item: MenuItem;
}

/**
 * The entry that a path belongs to: the longest whose address is the path or begins it at a segment
 * border, so that `/tor` is not lit by `/toronto` (spec menu#active-entry). `undefined` on pages
 * that no entry leads to.
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
  /** Left out for the page itself. */
  readonly to?: string;
}

/**
 * The way to a page: module (a link to its first page that may be opened), menu entry, what lies
 * between, the page.
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
