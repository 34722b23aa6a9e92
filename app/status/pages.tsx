import { DescriptionList, Rows } from '../ui/list.tsx';
import { durationInWords } from '../ui/moments.ts';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { State, type StateProps } from '../ui/word.tsx';
import type { State as PartState, StatusRow } from './present.ts';

export interface StatusPageProps {
  readonly rows: readonly StatusRow[];
  readonly facts: {
    readonly version: string;
    readonly startedAt: Date;
    readonly node: string;
    readonly schemaRange: { readonly min: string; readonly max: string };
  };
  readonly now: Date;
}

/** Where this environment stands: each of its parts, and what to do about one that isn't as it should be. */
export const StatusPage = ({ rows, facts, now }: StatusPageProps) => (
  <Page
    title={headline(rows)}
    lead={
      <>
        As of <Time at={now} style="moment" />, up for {durationInWords(now.getTime() - facts.startedAt.getTime())}
      </>
    }
  >
    <Split label="This process" aside={<Process facts={facts} />}>
      <Section id="parts" title="Parts">
        <Rows of={rows.map(rowEntry)} />
      </Section>
    </Split>
  </Page>
);

const Process = ({ facts }: Pick<StatusPageProps, 'facts'>) => (
  <Section id="process" title="This process">
    <DescriptionList
      of={[
        ['Version', facts.version],
        ['Serves', `schema ${facts.schemaRange.min} to ${facts.schemaRange.max}`],
        ['Started', <Time key="started" at={facts.startedAt} style="moment" />],
        ['Runs on', `Node ${facts.node}`],
        [
          'Probes',
          <>
            <a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>
          </>,
        ],
      ]}
    />
  </Section>
);

const looks: Readonly<Record<PartState, Pick<StateProps, 'is' | 'tone' | 'icon'>>> = {
  good: { is: 'done', tone: 'good' },
  waiting: { is: 'planned', tone: 'warning' },
  bad: { is: 'ended', tone: 'bad' },
  off: { is: 'ended', icon: 'off' },
};

const rowEntry = ({ name, state, text, advice, at }: StatusRow) => ({
  key: name,
  lead: <State {...looks[state]}>{name}</State>,
  text,
  sub: advice,
  end: at && <Time at={at} style="moment" />,
});

function headline(rows: readonly StatusRow[]): string {
  if (rows.some(({ state }) => state === 'bad')) return 'Not ready';
  return rows.some(({ state }) => state === 'waiting') ? 'Running, with something left to do' : 'Running';
}
