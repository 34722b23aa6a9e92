import type { PermissionCode } from '../../ontology/actor.ts';
import type { MenuEntryLine, PermissionLine } from '../role.ts';
import type { Powers } from '../rules.ts';
import { isOpen, type MatrixRole } from './rules.ts';
import { boxName, type Cell, cellText, type MatrixChange } from './schema.ts';

/** One check box of the matrix. */
export interface Box {
  readonly role: MatrixRole;
  /** Name of its field. */
  readonly name: string;
  /** Value of its field. */
  readonly text: string;
  readonly ticked: boolean;
  /** The stored state. */
  readonly granted: boolean;
  /**
   * Read-only, because the role exceeds the actor's permissions, or the actor lacks the permission.
   */
  readonly fixed: boolean;
}

/** A permission with its boxes, one for each visible role. */
export interface MatrixRow {
  readonly permission: PermissionLine;
  /** Labels of the menu entries that it opens. */
  readonly opens: readonly string[];
  readonly boxes: readonly Box[];
}

export interface MatrixGroup {
  readonly name: string;
  readonly rows: readonly MatrixRow[];
}

export interface Matrix {
  /** All roles, for selection. */
  readonly all: readonly MatrixRole[];
  /** The visible roles. */
  readonly roles: readonly MatrixRole[];
  readonly groups: readonly MatrixGroup[];
  /** Hidden fields: the state shown, so that only differences count. */
  readonly hidden: Readonly<Record<string, string>>;
}

interface MatrixParts {
  readonly roles: readonly MatrixRole[];
  readonly permissions: readonly PermissionLine[];
  readonly menuEntries: readonly MenuEntryLine[];
  readonly powers: Powers;
  /** Whether the app serves an address: a permission opens no page that does not exist. */
  readonly isPage: (address: string) => boolean;
  /** Id of the only visible role; omitted for all. */
  readonly only?: string | undefined;
  /** Boxes checked and unchecked before a refusal. */
  readonly wanted?: Pick<MatrixChange, 'give' | 'take'>;
}

/**
 * The matrix as shown: groups of permissions by roles, with requested changes applied to the stored
 * state.
 */
export function matrixOf({
  roles: all,
  permissions,
  menuEntries,
  powers,
  isPage,
  only,
  wanted,
}: MatrixParts): Matrix {
  const chosen = all.filter(({ id }) => id === only);
  const roles = chosen.length === 0 ? all : chosen;
  const codeOf = new Map(permissions.map(({ id, code }) => [id, code]));
  const closed = new Set(
    roles.filter((role) => !isOpen(powers, codesOf(role, codeOf))).map(({ id }) => id),
  );
  const [give, take] = [namesOf(wanted?.give), namesOf(wanted?.take)];
  const boxOf = (role: MatrixRole, { id, code }: PermissionLine): Box => {
    const cell = { role: role.id, permission: id };
    const text = cellText(cell);
    const granted = role.granted.includes(id);
    const fixed = closed.has(role.id) || !isOpen(powers, [code]);
    return {
      role,
      name: boxName(cell),
      text,
      granted,
      fixed,
      ticked: fixed ? granted : (granted && !take.has(text)) || give.has(text),
    };
  };
  const rows = permissions.map((permission) => ({
    permission,
    opens: menuEntries
      .filter(({ requires, url }) => requires.includes(permission.code) && isPage(url))
      .map(({ label }) => label),
    boxes: roles.map((role) => boxOf(role, permission)),
  }));
  const groups = [...Map.groupBy(rows, ({ permission }) => permission.group)].map(
    ([name, own]) => ({ name, rows: own }),
  );
  return {
    all,
    roles,
    groups,
    hidden: { ...seenOf(roles, rows), ...(chosen.length === 0 ? {} : { role: only ?? '' }) },
  };
}

/** The boxes that differ from the stored state. */
export const changedBoxes = ({ groups }: Pick<Matrix, 'groups'>): readonly Box[] =>
  groups
    .flatMap(({ rows }) => rows.flatMap(({ boxes }) => boxes))
    .filter(({ ticked, granted }) => ticked !== granted);

const namesOf = (cells: readonly Cell[] = []): ReadonlySet<string> => new Set(cells.map(cellText));

const codesOf = (
  { granted }: MatrixRole,
  codeOf: ReadonlyMap<string, PermissionCode>,
): readonly PermissionCode[] => granted.flatMap((id) => codeOf.get(id) ?? []);

function seenOf(
  roles: readonly MatrixRole[],
  rows: readonly MatrixRow[],
): Readonly<Record<string, string>> {
  const open = rows.flatMap(({ boxes }) => boxes.filter(({ granted, fixed }) => granted && !fixed));
  return {
    versions: roles.map(({ id, version }) => `${id}.${version}`).join(' '),
    seen: open.map(({ text }) => text).join(' '),
  };
}
