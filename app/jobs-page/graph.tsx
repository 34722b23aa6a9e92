import type { VNode } from 'preact';
import type { ResyncState } from '../graph/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { ConfirmPage } from '../ui/question-page.tsx';
import { Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { State, type StateProps } from '../ui/word.tsx';
import { texts } from './texts.ts';

const words = texts.graph;

/** The graph: how far it is behind, and its rebuild. `undefined` if none is configured. */
export const GraphSection = ({ of }: { of: ResyncState | undefined }) => (
  <Section
    id="graph"
    title={words.title}
    end={
      of !== undefined && (
        <LinkButton small to="/jobs/graph/resync" dialog>
          {words.resync}
        </LinkButton>
      )
    }
  >
    {of === undefined ? (
      <p class="muted">{words.off}</p>
    ) : (
      <DescriptionList
        of={[
          [words.state, <GraphState of={of} />],
          [
            words.waiting,
            <>
              {words.changes(of.waiting)}
              {of.oldestAt !== null && (
                <>
                  {words.since} <Time at={of.oldestAt} style="moment" inSentence />
                </>
              )}
            </>,
          ],
          [words.dead, words.changes(of.dead)],
          [words.applied, <Moment at={of.appliedAt} />],
          [words.checked, <Moment at={of.checkedAt} />],
          [words.resynced, <Moment at={of.finishedAt} />],
        ]}
      />
    )}
  </Section>
);

const Moment = ({ at }: { at: Date | null }) =>
  at === null ? <span class="muted">{words.never}</span> : <Time at={at} style="moment" />;

const looks: Readonly<Record<string, Pick<StateProps, 'is' | 'tone'>>> = {
  running: { is: 'working', tone: 'going' },
  failed: { is: 'bad', tone: 'bad' },
  none: { is: 'waiting' },
  behind: { is: 'waiting', tone: 'warning' },
  current: { is: 'done', tone: 'good' },
};

const GraphState = ({ of }: { of: ResyncState }) => {
  const isBehind = of.waiting > 0 || of.dead > 0;
  const state = of.status === 'done' ? (isBehind ? 'behind' : 'current') : of.status;
  return (
    <span>
      <State {...(looks[state] ?? { is: 'waiting' })}>{words.states[state]}</State>
      {of.error !== null && <span class="sub">{texts.lastError(of.error)}</span>}
    </span>
  );
};

/** Asks before the graph is rebuilt. */
export const resyncPage = (): VNode => (
  <ConfirmPage
    title={words.question}
    short={words.resync}
    to="/jobs/graph/resync"
    confirm={words.resync}
    tone="primary"
    back="/jobs/schedules"
  >
    <p>{words.consequence}</p>
  </ConfirmPage>
);
