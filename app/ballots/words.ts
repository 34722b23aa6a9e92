import type { Ballot, Result } from './ballot.ts';
import { texts } from './texts.ts';

const words = texts.minutes;

/**
 * A counted ballot in one sentence, as minutes record it (spec minutes#generation): rules, votes of
 * each course of action in the last round, and how many voted. Empty for one that is still open.
 * @param escaped how what users wrote is written into the text
 */
export function ballotSentence(ballot: Ballot, escaped: (text: string) => string): string {
  const { method, majority, isSecret, isWeighted, result } = ballot;
  if (result === null) return '';
  const rules = [
    words.method[method],
    words.majority[majority],
    isSecret ? words.secret : words.open,
    ...(isWeighted ? [words.weighted] : []),
  ];
  return words.sentence(rules, [...votesIn(ballot, result, escaped), ...turnoutIn(result)]);
}

function votesIn(
  { method, options }: Ballot,
  { rounds, against }: Result,
  escaped: (text: string) => string,
): readonly string[] {
  const tallies = rounds.at(-1)?.tallies ?? [];
  if (method === 'yes_no') return [words.for(tallies[0]?.votes ?? 0), words.against(against)];
  const titleOf = (id: string) => options.find((option) => option.id === id)?.title ?? id;
  const named = tallies.map(({ option, votes }) => words.tally(escaped(titleOf(option)), votes));
  return rounds.length > 1 ? [...named, words.round(rounds.length)] : named;
}

const turnoutIn = ({ abstained, cast, electorate }: Result): readonly string[] => [
  ...(abstained > 0 ? [words.abstained(abstained)] : []),
  words.cast(cast, electorate),
];
