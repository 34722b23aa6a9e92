import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Timeline } from '../ui/list.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import type { PastTerm, PositionHistory, Recorded } from './history-queries.ts';
import { TermDays } from './holders.tsx';
import { isOn } from './rules.ts';
import { texts } from './texts.ts';

const words = texts.history;

interface HistoryPageProps {
  readonly committee: Committee;
  readonly history: PositionHistory;
}

/** Who filled a position, from when to when, and who recorded it (spec positions#history). */
export const historyPage = ({ committee, history }: HistoryPageProps): VNode => (
  <CommitteePage
    committee={committee}
    tab="positions"
    title={words.title(history.label)}
    crumbs={[{ label: texts.title, to: `/tor/${committee.id}/positions` }]}
  >
    {history.terms.length === 0 ? (
      <EmptyState icon="clock" title={texts.vacant}>
        {words.none}
      </EmptyState>
    ) : (
      <Timeline
        of={history.terms.map((term) => ({
          key: `${term.userId} ${term.since} ${term.until}`,
          text: <TermLine of={term} today={history.today} />,
          note: <Records of={term} />,
        }))}
      />
    )}
  </CommitteePage>
);

const TermLine = ({ of: term, today }: { of: PastTerm; today: string }) => (
  <span class="acts">
    <b>{term.user}</b>
    {term.capacity !== 'holder' && <span>{texts.capacity[term.capacity]}</span>}
    <TermDays of={term} isPlanned={(term.since ?? '') > today} />
    <TermState of={term} today={today} />
  </span>
);

const TermState = ({ of: term, today }: { of: PastTerm; today: string }) => {
  if (isOn(term, today))
    return (
      <State is="done" tone="good">
        {texts.now}
      </State>
    );
  return (term.since ?? '') > today ? (
    <State is="planned">{texts.planned}</State>
  ) : (
    <State is="ended">{texts.former}</State>
  );
};

const Records = ({ of: { assigned, ended } }: { of: PastTerm }) => (
  <span class="acts">
    {assigned !== null && <Record words={words.assignedBy} of={assigned} />}
    {ended !== null && <Record words={words.endedBy} of={ended} />}
  </span>
);

const Record = ({ words: before, of: { by, at } }: { words: string; of: Recorded }) => (
  <span>
    {before} {by}, <Time at={at} style="date" inSentence />
  </span>
);
