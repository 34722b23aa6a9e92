import { DescriptionList, Rows } from '../ui/list.tsx';
import { durationInWords } from '../ui/moments.ts';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { State, type StateProps } from '../ui/word.tsx';
import type { State as PartState, StatusRow } from './present.ts';
import { texts } from './texts.ts';

export interface StatusPageProps {
  readonly rows: readonly StatusRow[];
  readonly facts: {
    readonly startedAt: Date;
    /**
     * `undefined` without a signed-in user: the program's version would show strangers which
     * vulnerabilities to try.
     */
    readonly known:
      | {
          readonly version: string;
          readonly node: string;
          readonly schemaRange: { readonly min: string; readonly max: string };
        }
      | undefined;
  };
  readonly now: Date;
}

/** State of this environment: each of its parts, and what to do about problems. */
export const StatusPage = ({ rows, facts, now }: StatusPageProps) => (
  <Page
    title={headline(rows)}
    lead={
      <>
        {texts.asOf} <Time at={now} style="moment" inSentence />
        {texts.upFor(durationInWords(now.getTime() - facts.startedAt.getTime()))}
      </>
    }
  >
    <Split label={texts.process} aside={<Process facts={facts} />}>
      <Section id="parts" title={texts.parts}>
        <Rows of={rows.map(rowEntry)} />
      </Section>
    </Split>
  </Page>
);

const Process = ({ facts }: Pick<StatusPageProps, 'facts'>) => (
  <Section id="process" title={texts.process}>
    <DescriptionList
      of={[
        [texts.facts.version, facts.known?.version],
        [
          texts.facts.serves,
          facts.known &&
            texts.schemaRange(facts.known.schemaRange.min, facts.known.schemaRange.max),
        ],
        [texts.facts.started, <Time key="started" at={facts.startedAt} style="moment" />],
        [texts.facts.runsOn, facts.known && texts.node(facts.known.node)],
        [
          texts.facts.probes,
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
  if (rows.some(({ state }) => state === 'bad')) return texts.headline.bad;
  return rows.some(({ state }) => state === 'waiting')
    ? texts.headline.waiting
    : texts.headline.good;
}
