import { DescriptionList } from '../ui/list.tsx';
import type { Ballot, Choice, VotingSeat } from './ballot.ts';
import { texts } from './texts.ts';

/** Each seat of a ballot with its vote; of a secret ballot only whether it voted. */
export const VotesBySeat = ({ of: ballot }: { readonly of: Ballot }) => (
  <DescriptionList
    of={ballot.electorate.map((seat) => [
      texts.seat(seat.position, seat.holder),
      stateOf(ballot, seat),
    ])}
  />
);

function stateOf({ voters, votes, proxies, options, closedAt }: Ballot, { seat }: VotingSeat) {
  const voted = voters.find((one) => one.seat === seat);
  const proxy = proxies.find((one) => one.seat === seat)?.proxy;
  if (voted === undefined) {
    if (closedAt !== null) return texts.didNot;
    return proxy === undefined ? texts.waits : texts.proxyNamed(proxy);
  }
  if (voted.way === 'recused') return texts.hasRecused;
  const choice = votes.find((one) => one.seat === seat)?.choice;
  const vote = choice === undefined ? texts.hasVoted : inWords(choice, options);
  return voted.way === 'proxy' ? texts.castBy(vote, voted.voter) : vote;
}

function inWords(choice: Choice, options: Ballot['options']): string {
  if (!('options' in choice)) return texts.answers[choice.kind];
  const titles = choice.options.map((id) => options.find((one) => one.id === id)?.title ?? id);
  const parts =
    choice.kind === 'rank' ? titles.map((title, place) => texts.ranked(place + 1, title)) : titles;
  return parts.join(', ');
}
