import { visibleMenu } from '../auth/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { MenuModule } from '../ui/menu.ts';
import type { MenuEntryLine, PermissionLine } from './role.ts';

/**
 * The entries whose pages exist: others are neither shown nor counted. A module is omitted with the
 * last of its entries.
 */
export function withPages(
  entries: readonly MenuEntryLine[],
  isPage: (address: string) => boolean,
): readonly MenuEntryLine[] {
  const parents = new Set(entries.map(({ parent }) => parent));
  const isKept = ({ name, url }: MenuEntryLine) => !parents.has(name) && isPage(url);
  const kept = new Set(entries.filter(isKept).flatMap(({ name, parent }) => [name, parent]));
  return entries.filter(({ name }) => kept.has(name));
}

/**
 * The menu of a user with these permissions, by module (spec roles#preview). Empty without
 * permissions.
 */
export function menuWith(
  entries: readonly MenuEntryLine[],
  codes: ReadonlySet<PermissionCode>,
): readonly MenuModule[] {
  if (codes.size === 0) return [];
  return visibleMenu(
    entries.map(({ requires, ...entry }) => ({
      ...entry,
      permitted: requires.every((code) => codes.has(code)),
    })),
  );
}

/** Number of pages in a menu. */
export const countEntries = (menu: readonly MenuModule[]): number =>
  menu.reduce((sum, module) => sum + module.entries.length, 0);

/** Number of pages for a user with all permissions. */
export const countAllEntries = (entries: readonly MenuEntryLine[]): number => {
  const parents = new Set(entries.map(({ parent }) => parent));
  return entries.filter(({ name }) => !parents.has(name)).length;
};

/** The menu in the response of `GET /api/roles/preview`: each module, followed by its entries. */
export const previewEntries = (
  menu: readonly MenuModule[],
): readonly { label: string; url: string; type: 'module' | 'sidebar' }[] =>
  menu.flatMap(({ label, entries }) =>
    label === undefined
      ? entries.map((entry) => ({ label: entry.label, url: entry.to, type: 'module' as const }))
      : [
          { label, url: entries[0]?.to ?? '', type: 'module' as const },
          ...entries.map(({ label, to }) => ({ label, url: to, type: 'sidebar' as const })),
        ],
  );

/** The menu in the response of `POST /roles/builder/preview`: pages with their module. */
export function builderEntries(menu: readonly MenuModule[], all: readonly MenuEntryLine[]) {
  const items = menu.flatMap((module) =>
    module.entries.map(({ label, to }) => ({
      id: Number(all.find((line) => line.url === to && line.label === label)?.id ?? 0),
      label,
      path: to,
      module_name: module.label ?? label,
    })),
  );
  return { items, count: items.length };
}

/** Permissions of one group, in order. */
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
