import type {
  Presence,
  Quorum,
  QuorumHolder,
  QuorumPosition,
  QuorumRule,
  QuorumState,
  RollCall,
  Seat,
} from './quorum.ts';

/**
 * Whether a committee has a quorum (spec quorum#counting). Pure: who fills positions at that moment
 * and who was present are given.
 * @param rollCall `null` or empty: not taken, so the answer is `unknown`
 */
export function quorum(
  rule: QuorumRule,
  positions: readonly QuorumPosition[],
  rollCall: RollCall | null,
): Quorum {
  const seats = seatsOf(rule, positions, rollCall ?? []);
  const voting = seats.filter(({ isVoting, state }) => isVoting && state !== 'vacant');
  const present = voting.filter(isTaken).length;
  const needed = neededSeats(rule, voting.length);
  const lacking = rule.needsMandatory ? lackingOf(seats) : [];
  const facts = { present, needed, filled: voting.length, lacking, seats };
  return { ...facts, state: stateOf(rule, facts, (rollCall ?? []).length > 0) };
}

function stateOf(
  rule: QuorumRule,
  { present, needed, lacking }: Pick<Quorum, 'present' | 'needed' | 'lacking'>,
  isCalled: boolean,
): QuorumState {
  if (rule.kind === 'none' && !rule.needsMandatory) return 'not-required';
  if (!isCalled) return 'unknown';
  return present >= needed && lacking.length === 0 ? 'met' : 'missing';
}

/** How many of the filled voting seats a rule needs. Nobody is never a quorum. */
export function neededSeats({ kind, least }: QuorumRule, filled: number): number {
  if (kind === 'none') return 0;
  if (kind === 'count') return Math.max(1, least);
  if (kind === 'majority') return Math.floor(filled / 2) + 1;
  return Math.max(1, Math.ceil((filled * least) / 100));
}

/** Whether someone sits in a seat. */
export const isTaken = ({ state }: Pick<Seat, 'state'>): boolean =>
  state === 'present' || state === 'represented';

/** Filled mandatory positions of which no seat is taken. */
const lackingOf = (seats: readonly Seat[]): readonly string[] => {
  const filled = seats.filter(({ isMandatory, state }) => isMandatory && state !== 'vacant');
  const taken = new Set(filled.filter(isTaken).map(({ position }) => position));
  return [...new Set(filled.map(({ position }) => position))].filter((label) => !taken.has(label));
};

/** Each seat of each position, in the order of positions. */
function seatsOf(
  { countsSubstitutes }: QuorumRule,
  positions: readonly QuorumPosition[],
  rollCall: RollCall,
): readonly Seat[] {
  const presenceOf = presenceIn(rollCall, positions);
  const empty = positions.flatMap((position) =>
    holdersOf(position)
      .filter((holder) => presenceOf(holder) !== 'present')
      .map((holder) => ({ position, holder })),
  );
  const stands = countsSubstitutes
    ? representation(empty, presenceOf)
    : new Map<unknown, QuorumHolder>();
  const absences = new Map(empty.map((one) => [keyOf(one.position, one.holder), one]));
  return positions.flatMap((position) => {
    const { label, isMandatory, isVoting, weight } = position;
    const seat = { position: label, isMandatory, isVoting, weight };
    const holders = holdersOf(position);
    if (holders.length === 0) return [{ ...seat, state: 'vacant' as const }];
    return holders.map((holder): Seat => {
      const own = { ...seat, holder: holder.user, holderId: holder.userId };
      const absence = absences.get(keyOf(position, holder));
      if (absence === undefined) return { ...own, state: 'present' };
      const by = stands.get(absence);
      if (by !== undefined) return { ...own, state: 'represented', by: by.user, byId: by.userId };
      return { ...own, state: presenceOf(holder) === 'excused' ? 'excused' : 'absent' };
    });
  });
}

const keyOf = ({ id }: QuorumPosition, { userId }: QuorumHolder) => `${id} ${userId}`;

/** Those who take a seat, each once. */
const holdersOf = ({ holders }: QuorumPosition): readonly QuorumHolder[] => [
  ...new Map(
    holders
      .filter(({ capacity }) => capacity !== 'substitute_for')
      .map((holder) => [holder.userId, holder]),
  ).values(),
];

/**
 * The presence of a user in a roll call. An entry names a user by user name, or by a display name
 * that only one of the holders has; the last entry counts.
 */
function presenceIn(
  rollCall: RollCall,
  positions: readonly QuorumPosition[],
): (user: QuorumHolder) => Presence | undefined {
  const entries = new Map(
    rollCall.map((entry) => [folded(entry.username), presenceNow(entry)] as const),
  );
  const users = new Map(
    positions.flatMap(({ holders }) => holders.map((one) => [one.userId, one])),
  );
  const namesakes = new Map<string, number>();
  for (const { user } of users.values())
    namesakes.set(folded(user), (namesakes.get(folded(user)) ?? 0) + 1);
  const userNames = new Set([...users.values()].map(({ username }) => folded(username)));
  return ({ username, user }) => {
    const label = folded(user);
    const isSole = namesakes.get(label) === 1 && !userNames.has(label);
    return entries.get(folded(username)) ?? (isSole ? entries.get(label) : undefined);
  };
}

/** Someone who left is absent from then on. */
const presenceNow = ({ status, left }: RollCall[number]): Presence =>
  status === 'present' && left ? 'absent' : status;

const folded = (name: string): string => name.normalize('NFC').trim().toLowerCase();

interface EmptySeat {
  readonly position: QuorumPosition;
  readonly holder: QuorumHolder;
}

/**
 * Which present substitute stands in for which absent holder. Each stands in for one holder only,
 * and as many seats as possible are represented: augmenting paths of a bipartite matching.
 */
function representation(
  empty: readonly EmptySeat[],
  presenceOf: (user: QuorumHolder) => Presence | undefined,
): ReadonlyMap<EmptySeat, QuorumHolder> {
  const takes = new Map<string, { readonly seat: EmptySeat; readonly by: QuorumHolder }>();
  const represent = (seat: EmptySeat, tried: Set<string>): boolean =>
    seat.position.holders.some((substitute) => {
      const { userId, capacity } = substitute;
      if (capacity !== 'substitute_for' || presenceOf(substitute) !== 'present') return false;
      if (tried.has(userId)) return false;
      tried.add(userId);
      const taken = takes.get(userId);
      if (taken !== undefined && !represent(taken.seat, tried)) return false;
      takes.set(userId, { seat, by: substitute });
      return true;
    });
  for (const seat of empty) represent(seat, new Set());
  return new Map([...takes.values()].map(({ seat, by }) => [seat, by]));
}
