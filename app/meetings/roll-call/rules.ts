import type { QuorumPosition } from '../../quorum/index.ts';
import type { StoredAnswer } from '../answer.ts';
import { type Presence, presences, type RollCallEntry, type RollCallLine } from '../attendance.ts';

type QuorumHolder = QuorumPosition['holders'][number];

/** Limits of a roll call (spec meetings#roll-call). */
export const mostEntries = 500;
const longestText = 200;

/** The status that an answer to the invitation suggests. */
const suggested: Readonly<Record<StoredAnswer['answer'], Presence | undefined>> = {
  accepted: 'present',
  declined: 'excused',
  tentative: undefined,
};

interface Known {
  readonly positions: readonly QuorumPosition[];
  readonly recorded: readonly RollCallEntry[];
  readonly answers: readonly StoredAnswer[];
}

/**
 * The lines of a roll call: everyone who fills a seat on the day of the meeting, once each, with
 * the recorded status, or else their answer (spec meetings#roll-call).
 */
export function linesOf({ positions, recorded, answers }: Known): readonly RollCallLine[] {
  const people = new Map<string, QuorumHolder>();
  for (const { holders } of positions)
    for (const holder of holders) if (takesSeat(holder)) people.set(holder.userId, holder);
  const everyone = [
    ...new Map(
      positions.flatMap(({ holders }) => holders.map((one) => [one.userId, one] as const)),
    ).values(),
  ];
  return [...people.values()].map(({ userId, username, user }) => {
    const own = positions.filter(({ holders }) =>
      holders.some((holder) => holder.userId === userId && takesSeat(holder)),
    );
    const entry = entryOf(recorded, { username, user });
    const answer = answers.find((one) => one.userId === userId);
    return {
      ...{ userId, username, user },
      positions: own.map(({ label }) => label),
      isMandatory: own.some(({ isMandatory }) => isMandatory),
      status: entry?.status ?? (answer === undefined ? undefined : suggested[answer.answer]),
      isRecorded: entry !== undefined,
      representedBy: entry === undefined ? (answer?.substitute ?? undefined) : entry.represented_by,
      ...{ arrived: entry?.arrived, left: entry?.left },
      substitutes: substitutesFor(own, everyone, userId),
    };
  });
}

const takesSeat = ({ capacity }: QuorumHolder): boolean => capacity !== 'substitute_for';

/** Substitutes of a user's positions, then the other members. */
function substitutesFor(
  own: readonly QuorumPosition[],
  everyone: readonly QuorumHolder[],
  userId: string,
): RollCallLine['substitutes'] {
  const first = own.flatMap(({ holders }) => holders.filter((holder) => !takesSeat(holder)));
  const byName = new Map([...first, ...everyone].map((one) => [one.username, one.user]));
  return [...byName]
    .filter(
      ([username]) => !everyone.some((one) => one.userId === userId && one.username === username),
    )
    .map(([username, user]) => ({ username, user }));
}

/** The entry of a user: by user name, or by display name in a roll call from elsewhere. */
const entryOf = (
  recorded: readonly RollCallEntry[],
  { username, user }: Pick<QuorumHolder, 'username' | 'user'>,
): RollCallEntry | undefined =>
  recorded.findLast((entry) => entry.username === username) ??
  recorded.findLast((entry) => entry.username === user);

/** Positions that no one fills on the day of the meeting. */
export const vacantIn = (positions: readonly QuorumPosition[]): readonly QuorumPosition[] =>
  positions.filter(({ holders }) => !holders.some(takesSeat));

/** A line of the form as submitted. */
export interface SubmittedLine {
  /** Id of the user. */
  readonly user: string;
  readonly status: string;
  /** User name; empty for none. */
  readonly representedBy: string;
  /** HH:MM; empty for none. */
  readonly arrived: string;
  readonly left: string;
  /** The line as shown, in the form of `shownOf`; `undefined`: the line counts as it is. */
  readonly shown?: string | undefined;
}

/** The text that a form sends for a line that nobody touched. */
export const shownOf = ({ status, representedBy, arrived, left }: Omit<SubmittedLine, 'user'>) =>
  [status, representedBy, arrived, left].join(' ');

/**
 * The submitted lines, with what others recorded meanwhile in the lines that this user did not
 * touch (spec meetings#roll-call).
 * @param lines with the statuses recorded now
 */
export const withOthers = (
  lines: readonly RollCallLine[],
  submitted: readonly SubmittedLine[],
): readonly SubmittedLine[] =>
  submitted.map((sent) => {
    const line = lines.find(({ userId, isRecorded }) => userId === sent.user && isRecorded);
    return line === undefined || sent.shown !== shownOf(sent)
      ? sent
      : { user: sent.user, ...valuesOf(line) };
  });

/** The values of a line's fields. */
export const valuesOf = (line: RollCallLine) => ({
  status: line.status ?? '',
  representedBy: line.substitutes.some(({ username }) => username === line.representedBy)
    ? (line.representedBy ?? '')
    : '',
  ...{ arrived: line.arrived ?? '', left: line.left ?? '' },
});

/** Why a submitted roll call is refused. */
type RollCallProblem =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'not-member' }
  | { readonly kind: 'substitute' | 'time' | 'times' | 'not-there'; readonly user: string };

/**
 * The roll call that the form submits: an entry for each line with a status. A substitute counts as
 * present, so that the roll call says who was there (spec meetings#representation); one may follow a
 * user who left.
 */
export function rollCallFrom(
  lines: readonly RollCallLine[],
  submitted: readonly SubmittedLine[],
): { readonly entries: readonly RollCallEntry[] } | { readonly problem: RollCallProblem } {
  const entries: RollCallEntry[] = [];
  for (const { user, status, representedBy, arrived, left } of submitted) {
    const line = lines.find(({ userId }) => userId === user);
    if (line === undefined) return { problem: { kind: 'not-member' } };
    const presence = presences.find((one) => one === status);
    const wrong = timesProblem(presence, { arrived, left });
    if (wrong !== undefined) return { problem: { kind: wrong, user: line.user } };
    if (presence === undefined) continue;
    const stands = line.substitutes.find(({ username }) => username === representedBy);
    const isStoodFor = representedBy !== '' && (presence !== 'present' || left !== '');
    if (isStoodFor && stands === undefined)
      return { problem: { kind: 'substitute', user: line.user } };
    entries.push({
      ...{ username: line.username, status: presence, name: line.user },
      ...(isStoodFor && stands !== undefined ? { represented_by: stands.username } : {}),
      ...timesIn({ arrived, left }),
    });
  }
  return { entries: [...entries, ...standIns(lines, entries)] };
}

interface Times {
  /** HH:MM; empty for none. */
  readonly arrived: string;
  readonly left: string;
}

const isTime = (text: string): boolean => text === '' || /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Why the times of someone are refused: unreadable, in the wrong order, or of someone not there. */
function timesProblem(
  presence: Presence | undefined,
  { arrived, left }: Times,
): 'time' | 'times' | 'not-there' | undefined {
  if (!isTime(arrived) || !isTime(left)) return 'time';
  if (arrived + left !== '' && presence !== 'present') return 'not-there';
  return arrived !== '' && left !== '' && left <= arrived ? 'times' : undefined;
}

const timesIn = ({ arrived, left }: Times) => ({
  ...(arrived === '' ? {} : { arrived }),
  ...(left === '' ? {} : { left }),
});

/** Entries of substitutes who have no line of their own. */
function standIns(
  lines: readonly RollCallLine[],
  entries: readonly RollCallEntry[],
): readonly RollCallEntry[] {
  const names = new Map(
    lines.flatMap(({ substitutes }) => substitutes.map((one) => [one.username, one.user])),
  );
  const missing = new Set(
    entries
      .flatMap(({ represented_by: by }) => by ?? [])
      .filter((username) => !lines.some((line) => line.username === username)),
  );
  return [...missing].map((username) => ({
    ...{ username, status: 'present' as const },
    ...(names.has(username) ? { name: names.get(username) } : {}),
  }));
}

/** A roll call as the JSON text that programs post (spec meetings#roll-call). */
export function parseRollCall(
  text: string,
): { readonly entries: readonly RollCallEntry[] } | { readonly problem: RollCallProblem } {
  const parsed = listIn(text);
  if (parsed === undefined) return { problem: { kind: 'unreadable' } };
  if (parsed.length > mostEntries) return { problem: { kind: 'too-many' } };
  const entries = parsed.map(readEntry);
  return entries.every((entry) => entry !== undefined)
    ? { entries: entries.filter(({ username }) => username !== '') }
    : { problem: { kind: 'unreadable' } };
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readEntry(value: unknown): RollCallEntry | undefined {
  if (typeof value !== 'object' || value === null || !('username' in value)) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const { username, status, name, represented_by: by, arrived = '', left = '' } = given;
  const presence = presences.find((one) => one === status);
  if (presence === undefined || !isText(username)) return undefined;
  if (!isOptionalText(name) || !isOptionalText(by) || !isText(arrived) || !isText(left))
    return undefined;
  if (timesProblem(presence, { arrived, left }) !== undefined) return undefined;
  return {
    ...{ username: username.trim(), status: presence },
    ...(name ? { name } : {}),
    ...(by ? { represented_by: by } : {}),
    ...timesIn({ arrived, left }),
  };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && [...value].length <= longestText;
const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || isText(value);

/** How many of the lines are there, in person or by a substitute. */
export const presentIn = (lines: readonly RollCallLine[]): number =>
  lines.filter(
    ({ isRecorded, status, representedBy, left }) =>
      isRecorded && ((status === 'present' && left === undefined) || representedBy !== undefined),
  ).length;
