import type { RecentEntry } from '../audit/index.ts';
import type { Ahead } from '../calendar/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';

/** The tiles a user sees: only those they may open (spec dashboard#parts). */
export const tiles = [
  { key: 'users', codes: ['users.list'], to: '/users' },
  { key: 'roles', codes: ['roles.assign'], to: '/roles' },
  { key: 'bodies', codes: ['tor.list'], to: '/tor' },
  { key: 'positions', codes: ['tor.list'], to: '/tor' },
] as const satisfies readonly {
  readonly key: string;
  readonly codes: readonly PermissionCode[];
  readonly to: string;
}[];

export type TileKey = (typeof tiles)[number]['key'];

/** A position that the user holds, or will hold. */
export interface OwnPosition {
  readonly label: string;
  /** YYYY-MM-DD, of a term that is still to begin. */
  readonly from: string | null;
}

/** A committee in which the user holds a position, today or later. */
export interface OwnCommittee {
  readonly id: string;
  readonly label: string;
  readonly positions: readonly OwnPosition[];
  /** Mandatory positions that nobody holds. */
  readonly vacancies: number;
  readonly ahead: Ahead;
}

/** Users without a role are counted up to this number. */
export const mostWithoutRole = 200;

/** Content of the page; `null` for parts that this user may not see. */
export interface Dashboard {
  readonly committees: readonly OwnCommittee[];
  /** YYYY-MM-DD, in the zone of the installation. */
  readonly today: string;
  /** Exact counts by type. */
  readonly counts: Readonly<Partial<Record<TileKey, number>>>;
  /** Active users without a role, at most `mostWithoutRole`. */
  readonly accounts: { readonly withoutRole: number } | null;
  readonly activity: readonly RecentEntry[] | null;
}

/** The parts of the page that a user sees; others are not queried. */
export interface DashboardParts {
  readonly tiles: readonly TileKey[];
  readonly activity: boolean;
  /** Accounts that need attention. */
  readonly accounts: boolean;
}

export const partsFor = (permissions: ReadonlySet<PermissionCode>): DashboardParts => ({
  tiles: tiles
    .filter(({ codes }) => codes.every((code) => permissions.has(code)))
    .map(({ key }) => key),
  activity: permissions.has('audit.view'),
  accounts: permissions.has('users.list') && permissions.has('roles.assign'),
});

export type PartOfDay = 'morning' | 'afternoon' | 'evening';

/**
 * By the hour of the day: 5 to 11 morning, 12 to 16 afternoon, otherwise evening (spec
 * dashboard#greeting).
 */
export const partOfDay = (hour: number): PartOfDay =>
  hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 17 ? 'afternoon' : 'evening';

/** The name used in the greeting: "Tomasz" of "Tomasz Wrona". */
export const firstName = (label: string): string => label.trim().split(/\s+/u)[0] ?? label;
