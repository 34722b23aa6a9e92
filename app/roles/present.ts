import { visibleMenu } from '../auth/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { MenuGroup } from '../ui/menu.ts';
import type { NavigationLine, PermissionLine } from './role.ts';

/**
 * The entries whose pages this app has: what nobody can open is neither shown nor counted. A module
 * goes with the last of its entries.
 */
export function withPages(
  entries: readonly NavigationLine[],
  isPage: (address: string) => boolean,
): readonly NavigationLine[] {
  const parents = new Set(entries.map(({ parent }) => parent));
  const isKept = ({ name, url }: NavigationLine) => !parents.has(name) && isPage(url);
  const kept = new Set(entries.filter(isKept).flatMap(({ name, parent }) => [name, parent]));
  return entries.filter(({ name }) => kept.has(name));
}

/**
 * What somebody with these permissions finds in the menu, by module (spec roles#preview). Nobody
 * without permissions has one.
 */
export function menuWith(
  entries: readonly NavigationLine[],
  codes: ReadonlySet<PermissionCode>,
): readonly MenuGroup[] {
  if (codes.size === 0) return [];
  return visibleMenu(
    entries.map(({ requires, ...entry }) => ({
      ...entry,
      permitted: requires.every((code) => codes.has(code)),
    })),
  );
}

/** How many pages a menu leads to. */
export const countItems = (menu: readonly MenuGroup[]): number =>
  menu.reduce((sum, { items }) => sum + items.length, 0);

/** How many pages there are for somebody who may do everything. */
export const countAllItems = (entries: readonly NavigationLine[]): number => {
  const parents = new Set(entries.map(({ parent }) => parent));
  return entries.filter(({ name }) => !parents.has(name)).length;
};

/** The menu as `GET /api/roles/preview` answers it: each module, then what is in it. */
export const previewItems = (
  menu: readonly MenuGroup[],
): readonly { label: string; url: string; type: 'module' | 'sidebar' }[] =>
  menu.flatMap(({ label, items }) =>
    label === undefined
      ? items.map((item) => ({ label: item.label, url: item.to, type: 'module' as const }))
      : [
          { label, url: items[0]?.to ?? '', type: 'module' as const },
          ...items.map((item) => ({ label: item.label, url: item.to, type: 'sidebar' as const })),
        ],
  );

/** The menu as `POST /roles/builder/preview` answers it: pages with the module that they are in. */
export function builderItems(menu: readonly MenuGroup[], entries: readonly NavigationLine[]) {
  const items = menu.flatMap(({ label, items: pages }) =>
    pages.map((page) => {
      const entry = entries.find(
        ({ url, label: caption }) => url === page.to && caption === page.label,
      );
      return {
        id: Number(entry?.id ?? 0),
        label: page.label,
        path: page.to,
        module_name: label ?? page.label,
      };
    }),
  );
  return { items, count: items.length };
}

/** Permissions of one group, in their order. */
export interface PermissionGroup {
  readonly name: string;
  readonly permissions: readonly PermissionLine[];
}

export const permissionGroups = (
  permissions: readonly PermissionLine[],
): readonly PermissionGroup[] =>
  [...Map.groupBy(permissions, ({ group }) => group)].map(([name, members]) => ({
    name,
    permissions: members,
  }));
