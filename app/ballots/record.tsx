import { DescriptionList } from '../ui/list.tsx';
import { SimpleTable } from '../ui/simple-table.tsx';
import { State } from '../ui/word.tsx';
import type { Ballot, Result } from './ballot.ts';
import { VotesBySeat } from './seats.tsx';
import { texts } from './texts.ts';

const words = texts.record;

/** A counted ballot for good: its rules, each round, and who voted what (spec ballots#record). */
export const BallotRecord = ({ of: ballot }: { readonly of: Ballot }) => {
  const { method, majority, isSecret, isWeighted, result, options } = ballot;
  const titleOf = (id: string) => options.find((one) => one.id === id)?.title ?? id;
  return (
    <div class="stack">
      <p>
        {[
          texts.method[method],
          texts.majority[majority],
          isSecret ? texts.secret : words.open,
          ...(isWeighted ? [words.weighted] : []),
        ].join(' · ')}
      </p>
      {result !== null && <Counted of={result} titleOf={titleOf} />}
      <VotesBySeat of={ballot} />
      {isSecret && <p class="small muted">{words.secret}</p>}
    </div>
  );
};

interface Titled {
  readonly titleOf: (id: string) => string;
}

const Counted = ({ of: result, titleOf }: { readonly of: Result } & Titled) => {
  const { winner, reason, rounds, needed, against, abstained, cast, electorate } = result;
  const last = rounds.at(-1);
  const rows = (rounds[0]?.tallies ?? []).map(({ option }) => ({ key: option, ...{ option } }));
  const cellOf = (place: number, option: string) => {
    const tally = rounds[place]?.tallies.find((one) => one.option === option);
    return tally === undefined ? texts.record.left : texts.tally(tally.votes);
  };
  return (
    <>
      <p>
        <State {...(winner === null ? { is: 'ended' } : { is: 'done', tone: 'good' })}>
          <strong>{winner === null ? texts.rejected : texts.chosen(titleOf(winner))}</strong>
        </State>
      </p>
      <p class="small muted">
        {texts.reason[reason]} {last !== undefined && words.needed(needed)}
      </p>
      {rows.length > 0 && (
        <SimpleTable
          caption={words.count}
          of={rows}
          rowKey={({ key }) => key}
          columns={[
            { label: words.option, header: true, cell: ({ option }) => titleOf(option) },
            ...rounds.map((_, place) => ({
              label: rounds.length === 1 ? words.votes : texts.round(place + 1),
              number: true,
              cell: ({ option }: { readonly option: string }) => cellOf(place, option),
            })),
          ]}
        />
      )}
      <DescriptionList
        of={[
          [words.cast, words.castOf(cast, electorate)],
          ...(against > 0 ? [[texts.against, texts.tally(against)] as const] : []),
          ...(abstained > 0 ? [[texts.abstained, texts.tally(abstained)] as const] : []),
        ]}
      />
    </>
  );
};
