import type { PermissionCode } from '../../ontology/actor.ts';
import type { Reason } from '../../ontology/outcome.ts';
import type { PermissionLine } from '../role.ts';
import { grantChange, mayGrant, type Powers } from '../rules.ts';
import type { Cell, MatrixChange } from './schema.ts';
import { texts } from './texts.ts';

/** A role as a column of the matrix. */
export interface MatrixRole {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly version: string;
  /** Number of users with it. */
  readonly holders: number;
  /** Ids of its active permissions. */
  readonly granted: readonly string[];
}

/** A role with its requested state. */
export interface RoleChange {
  readonly role: MatrixRole;
  readonly give: readonly string[];
  readonly take: readonly string[];
  readonly before: readonly PermissionCode[];
  readonly after: readonly PermissionCode[];
}

type MatrixVerdict =
  | { readonly ok: true; readonly changes: readonly RoleChange[] }
  | {
      readonly ok: false;
      readonly reasons: readonly Reason[];
      readonly status: 409 | 422;
      readonly stale: readonly MatrixRole[];
    };

/**
 * Decides a change of the matrix: which permissions are granted and revoked, per role. Refused for
 * an id that is no role or permission (spec roles#matrix), for a role changed since it was shown,
 * and for permissions that the actor lacks (spec permissions#no-escalation).
 */
export function decideMatrix(
  powers: Powers,
  { versions, give, take }: MatrixChange,
  roles: readonly MatrixRole[],
  permissions: readonly Pick<PermissionLine, 'id' | 'code'>[],
): MatrixVerdict {
  const codeOf = new Map(permissions.map(({ id, code }) => [id, code]));
  const touched = [...new Set([...give, ...take].map(({ role }) => role))];
  const found = roles.filter(({ id }) => touched.includes(id));
  if (found.length < touched.length) return refused(texts.unknownRole);
  if ([...give, ...take].some(({ permission }) => !codeOf.has(permission)))
    return refused(texts.unknownPermission);
  const stale = found.filter(({ id, version }) => versions.get(id) !== version);
  if (stale.length > 0)
    return {
      ok: false,
      reasons: stale.map(({ label }) => ({ message: texts.stale(label) })),
      status: 409,
      stale,
    };
  const changes = found
    .map((role) => changeOf(role, give, take, codeOf))
    .filter((change) => change.give.length + change.take.length > 0);
  const verdict = changes
    .map((change) => mayGrant(powers, concerned(change)))
    .find((one) => one !== true);
  return typeof verdict === 'string' ? refused(verdict) : { ok: true, changes };
}

const refused = (message: string): MatrixVerdict => ({
  ok: false,
  reasons: [{ message }],
  status: 422,
  stale: [],
});

function changeOf(
  role: MatrixRole,
  give: readonly Cell[],
  take: readonly Cell[],
  codeOf: ReadonlyMap<string, PermissionCode>,
): RoleChange {
  const [given, taken] = [give, take].map((cells) =>
    cells.filter((cell) => cell.role === role.id).map(({ permission }) => permission),
  );
  const begins = (given ?? []).filter((id) => !role.granted.includes(id));
  const ends = (taken ?? []).filter((id) => role.granted.includes(id) && !begins.includes(id));
  const codes = (ids: readonly string[]) => ids.flatMap((id) => codeOf.get(id) ?? []).toSorted();
  return {
    role,
    give: begins,
    take: ends,
    before: codes(role.granted),
    after: codes([...role.granted.filter((id) => !ends.includes(id)), ...begins]),
  };
}

/** A role with more permissions than the actor's cannot be changed by them in any way. */
const concerned = ({ before, after }: RoleChange): readonly PermissionCode[] => [
  ...new Set([...before, ...after]),
];

/** Whether a user may change a column at all, for the page. */
export const isOpen = (powers: Powers, codes: readonly PermissionCode[]): boolean =>
  mayGrant(powers, codes) === true;

/** Number of granted and revoked permissions. */
export function countChanges(changes: readonly RoleChange[]): {
  readonly given: number;
  readonly taken: number;
} {
  const counts = changes.map(({ before, after }) => grantChange(before, after));
  return {
    given: counts.reduce((sum, { given }) => sum + given.length, 0),
    taken: counts.reduce((sum, { taken }) => sum + taken.length, 0),
  };
}
