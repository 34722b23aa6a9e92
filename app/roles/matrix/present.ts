import type { PermissionCode } from '../../ontology/actor.ts';
import type { MenuEntryLine, PermissionLine } from '../role.ts';
import type { Powers } from '../rules.ts';
import { isOpen, type MatrixRole } from './rules.ts';
import { boxName, type Cell, cellText, type MatrixChange } from './schema.ts';

/** One box of the matrix. */
export interface Box {
  readonly role: MatrixRole;
  /** Name of its field. */
  readonly name: string;
  /** Value of its field. */
  readonly text: string;
  readonly ticked: boolean;
  /** As it is stored. */
  readonly granted: boolean;
  /**
   * Its owner holds more than the actor, or the actor lacks the permission: it can be read only.
   */
  readonly fixed: boolean;
}

/** A permission with its boxes, one for each role that is shown. */
export interface MatrixRow {
  readonly permission: PermissionLine;
  /** Captions of the menu entries that it opens. */
  readonly opens: readonly string[];
  readonly boxes: readonly Box[];
}

export interface MatrixGroup {
  readonly name: string;
  readonly rows: readonly MatrixRow[];
}

export interface Matrix {
  /** All roles, for the choice of one. */
  readonly all: readonly MatrixRole[];
  /** The roles that are shown. */
  readonly roles: readonly MatrixRole[];
  readonly groups: readonly MatrixGroup[];
  /** Hidden fields: what was shown, so that only the difference counts. */
  readonly hidden: Readonly<Record<string, string>>;
}

interface MatrixParts {
  readonly roles: readonly MatrixRole[];
  readonly permissions: readonly PermissionLine[];
  readonly menuEntries: readonly MenuEntryLine[];
  readonly powers: Powers;
  /** Whether the app answers an address: what nobody can open is opened by no permission. */
  readonly isPage: (address: string) => boolean;
  /** Id of the only role that is shown; all when it is none. */
  readonly only?: string | undefined;
  /** What was ticked and unticked before a refusal. */
  readonly wanted?: Pick<MatrixChange, 'give' | 'take'>;
}

/**
 * The matrix as the page shows it: groups of permissions by roles, with what somebody wanted on top
 * of how it is.
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

/** The boxes that differ from what is stored. */
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
