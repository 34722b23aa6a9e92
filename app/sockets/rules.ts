import { decidedBy, isMetBy, type Standing, type Standings } from '../authority/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { standardAddresses } from '../ui/shell-context.ts';
import { requirements, type Tab, tabs } from '../work-items/index.ts';

/** Moments of the last messages of a page, in milliseconds. */
export type Pace = readonly number[];

/** Messages that a page may send within a second. */
const mostPerSecond = 5;

/** The pace with one more message; `undefined`: that is one too many. */
export function paced(pace: Pace, atMs: number): Pace | undefined {
  const recent = pace.filter((each) => atMs - each < 1000);
  return recent.length < mostPerSecond ? [...recent, atMs] : undefined;
}

/** A user who watches lists. */
export interface Reader {
  readonly id: string;
  readonly permissions: ReadonlySet<PermissionCode>;
  /** Capabilities of their positions, by committee. */
  readonly standings: Standings;
}

/** Kinds of changes by whom they concern. */
export type Subjects = ReadonlyMap<string, ReadonlySet<string>>;

const typeOf = {
  suggestions: 'suggestion',
  proposals: 'proposal',
  agenda_points: 'agenda_point',
} as const satisfies Record<Tab, string>;

/** Further types of items that wait for members of a committee. */
const workOfMembers = ['meeting', 'minutes', 'action_item'];

const committeeIn = (topic: string): string | undefined =>
  /^\/tor\/(\d{1,18})\/(?:workflow|meetings\/\d{1,18}\/live)$/.exec(topic)?.[1];

const importsPage = '/data-manager';

/** Stands for the installation, and for anything that is no entity. */
const nobody = '0';

/** The item that a page shows, such as a meeting; `undefined`: the page shows a list. */
export const shownAt = (topic: string): string | undefined =>
  topic === importsPage ? nobody : /^\/tor\/\d{1,18}\/meetings\/(\d{1,18})\/live$/.exec(topic)?.[1];

/** The palette, whose numbers change while it is open. */
const palette = standardAddresses.search;

/** Whether a page reads itself again after each change. */
export const isFollowed = (topic: string): boolean =>
  topic === palette || shownAt(topic) !== undefined;

/** The rights of the reader in the committee of a page; nothing if it is about none. */
export function standingFor(topic: string, { standings }: Reader): Standing {
  const tor = committeeIn(topic);
  const held = tor === undefined ? undefined : standings[tor];
  return { isMember: held !== undefined, capabilities: new Set(held ?? []) };
}

/**
 * What changes a page, for a reader who may open it (spec live#lists, meetings#live); `undefined`: it
 * can't be watched.
 */
export function subjectsOf(topic: string, reader: Reader): Subjects | undefined {
  if (topic === '/notifications') return new Map([[reader.id, new Set(['notification'])]]);
  if (topic === '/warnings') return new Map([[reader.id, new Set(['warning'])]]);
  if (topic === '/my-work' || topic === palette) return workOf(reader);
  if (topic === importsPage) return new Map([[nobody, new Set(['import'])]]);
  const tor = committeeIn(topic);
  if (tor === undefined) return undefined;
  if (shownAt(topic) !== undefined) return new Map([[tor, new Set(['live'])]]);
  const standing = standingFor(topic, reader);
  const open = tabs.filter((tab) => isMetBy(requirements[tab], reader.permissions, standing));
  return new Map([[tor, new Set(open.map((tab) => typeOf[tab]))]]);
}

function workOf({ permissions, standings }: Reader): Subjects {
  const open = tabs.filter((tab) => decidedBy(requirements[tab], permissions) !== false);
  const kinds = new Set([...open.map((tab) => typeOf[tab]), ...workOfMembers]);
  return new Map(Object.keys(standings).map((tor) => [tor, kinds]));
}
