import type { CountingRules, Majority, Paper, Result, Round, Tally } from './ballot.ts';

interface Sums {
  readonly against: number;
  readonly abstained: number;
  readonly cast: number;
  readonly electorate: number;
}

interface Counting {
  readonly rules: CountingRules;
  readonly options: readonly string[];
  /** Those that do not abstain. */
  readonly papers: readonly Paper[];
  readonly sums: Sums;
}

/**
 * Counts a ballot (spec ballots#counting). Pure, so that a recount gives the same: the order of
 * papers does not matter.
 * @param options ids of the courses of action, in order; one for a ballot with yes and no
 * @param electorate weight of all votes that could be cast
 */
export function count(
  rules: CountingRules,
  options: readonly string[],
  papers: readonly Paper[],
  electorate: number,
): Result {
  const deciding = papers.filter((paper) => !isAbstention(paper));
  const cast = weightOf(papers);
  const against = weightOf(deciding.filter(({ choice }) => choice.kind === 'no'));
  const sums = { against, abstained: cast - weightOf(deciding), cast, electorate };
  const counting = { rules, options, papers: deciding, sums };
  if (deciding.length === 0)
    return { ...sums, winner: null, reason: 'no_votes', rounds: [], needed: 0 };
  if (rules.method === 'yes_no') return countYesNo(counting);
  return rules.method === 'approval' ? countApprovals(counting) : countRanks(counting);
}

const weightOf = (papers: readonly Paper[]): number =>
  papers.reduce((sum, { weight }) => sum + weight, 0);

/** An empty list of options is an abstention, too. */
const isAbstention = ({ choice }: Paper): boolean =>
  choice.kind === 'abstain' || ('options' in choice && choice.options.length === 0);

/** Votes that a majority needs: of those that decide, or of all that could be cast. */
export const neededVotes = (majority: Majority, decided: number, electorate: number): number => {
  if (majority === 'two_thirds') return Math.max(1, Math.ceil((decided * 2) / 3));
  return Math.floor((majority === 'absolute' ? electorate : decided) / 2) + 1;
};

function countYesNo({ rules, options, papers, sums }: Counting): Result {
  const [option = ''] = options;
  const yes = weightOf(papers.filter(({ choice }) => choice.kind === 'yes'));
  const needed = neededVotes(rules.majority, yes + sums.against, sums.electorate);
  const rounds = [{ tallies: [{ option, votes: yes }], exhausted: 0, eliminated: [] }];
  const facts = { ...sums, rounds, needed };
  if (yes >= needed) return { ...facts, winner: option, reason: 'majority' };
  const isTied = rules.majority === 'simple' && yes === sums.against;
  if (!isTied) return { ...facts, winner: null, reason: 'no_majority' };
  const casting = rules.hasCastingVote ? papers.find(({ isChair }) => isChair) : undefined;
  if (casting === undefined) return { ...facts, winner: null, reason: 'tie' };
  const isFor = casting.choice.kind === 'yes';
  return { ...facts, winner: isFor ? option : null, reason: 'casting_vote' };
}

function countApprovals({ rules, options, papers, sums }: Counting): Result {
  const tallies = options.map((option) => ({
    option,
    votes: weightOf(
      papers.filter(({ choice }) => choice.kind === 'approve' && choice.options.includes(option)),
    ),
  }));
  const most = Math.max(...tallies.map(({ votes }) => votes));
  // A simple majority is the most approvals; the others are measured.
  const needed =
    rules.majority === 'simple'
      ? Math.max(1, most)
      : neededVotes(rules.majority, weightOf(papers), sums.electorate);
  const facts = { ...sums, rounds: [{ tallies, exhausted: 0, eliminated: [] }], needed };
  if (most < needed) return { ...facts, winner: null, reason: 'no_majority' };
  const best = tallies.filter(({ votes }) => votes === most).map(({ option }) => option);
  const [first = null] = best;
  if (best.length === 1) return { ...facts, winner: first, reason: 'majority' };
  const chair = rules.hasCastingVote ? approvedByChair(papers, best) : [];
  return chair.length === 1
    ? { ...facts, winner: chair[0] ?? null, reason: 'casting_vote' }
    : { ...facts, winner: null, reason: 'tie' };
}

const approvedByChair = (papers: readonly Paper[], best: readonly string[]): readonly string[] => {
  const choice = papers.find(({ isChair }) => isChair)?.choice;
  return choice?.kind === 'approve' ? best.filter((option) => choice.options.includes(option)) : [];
};

/**
 * Instant-runoff: each paper counts for its best option that is left. While none has the majority
 * of those, the option with the fewest leaves (Robert's Rules of Order, 12th ed., 45:62–69).
 */
function countRanks({ rules, options, papers, sums }: Counting): Result {
  const rounds: Round[] = [];
  let left = options;
  let hasDecided = false;
  for (;;) {
    const tallies = ranked(papers, left);
    const continuing = tallies.reduce((sum, { votes }) => sum + votes, 0);
    const exhausted = weightOf(papers) - continuing;
    const most = Math.max(0, ...tallies.map(({ votes }) => votes));
    const best = tallies.filter(({ votes }) => votes === most).map(({ option }) => option);
    const needed = neededVotes(rules.majority, continuing, sums.electorate);
    const facts = { ...sums, needed };
    const end = (winner: string | null, reason: Result['reason']): Result => ({
      ...facts,
      rounds: [...rounds, { tallies, exhausted, eliminated: [] }],
      ...{ winner, reason },
    });
    if (best.length === 1 && most >= needed)
      return end(best[0] ?? null, hasDecided ? 'casting_vote' : 'majority');
    if (left.length <= 2 && best.length === 1) return end(null, 'no_majority');
    const out = leaving(tallies, rounds, left.length);
    const decided = out.length > 0 ? out : byChair(rules, papers, tallies);
    if (decided.length === 0) return end(null, 'tie');
    hasDecided ||= out.length === 0;
    rounds.push({ tallies, exhausted, eliminated: decided });
    left = left.filter((option) => !decided.includes(option));
  }
}

const ranked = (papers: readonly Paper[], left: readonly string[]): readonly Tally[] =>
  left.map((option) => ({
    option,
    votes: weightOf(
      papers.filter(
        ({ choice }) =>
          choice.kind === 'rank' && choice.options.find((one) => left.includes(one)) === option,
      ),
    ),
  }));

/**
 * The options that leave: the one with the fewest votes; of several, all if they could not catch up
 * even together, else the one that had fewest in the latest round that tells them apart.
 * @returns empty if nothing tells them apart
 */
function leaving(
  tallies: readonly Tally[],
  rounds: readonly Round[],
  left: number,
): readonly string[] {
  const fewest = Math.min(...tallies.map(({ votes }) => votes));
  const last = tallies.filter(({ votes }) => votes === fewest).map(({ option }) => option);
  if (last.length === 1) return last;
  const above = tallies.filter(({ votes }) => votes > fewest).map(({ votes }) => votes);
  const canGoTogether = last.length < left - 1 && fewest * last.length < Math.min(...above);
  if (canGoTogether) return last;
  const earlier = rounds.toReversed().find((round) => new Set(votesIn(round, last)).size > 1);
  if (earlier === undefined) return [];
  const least = Math.min(...votesIn(earlier, last));
  const apart = earlier.tallies
    .filter(({ option, votes }) => last.includes(option) && votes === least)
    .map(({ option }) => option);
  return apart.length === 1 ? apart : [];
}

const votesIn = ({ tallies }: Round, options: readonly string[]): readonly number[] =>
  tallies.filter(({ option }) => options.includes(option)).map(({ votes }) => votes);

/** The option that the chair ranks last among those with the fewest votes. */
function byChair(
  { hasCastingVote }: CountingRules,
  papers: readonly Paper[],
  tallies: readonly Tally[],
): readonly string[] {
  const choice = papers.find(({ isChair }) => isChair)?.choice;
  if (!hasCastingVote || choice?.kind !== 'rank') return [];
  const fewest = Math.min(...tallies.map(({ votes }) => votes));
  const last = tallies.filter(({ votes }) => votes === fewest).map(({ option }) => option);
  const unranked = last.filter((option) => !choice.options.includes(option));
  if (unranked.length === 1) return unranked;
  if (unranked.length > 1) return [];
  const worst = last.toSorted(
    (one, other) => choice.options.indexOf(other) - choice.options.indexOf(one),
  )[0];
  return worst === undefined ? [] : [worst];
}
