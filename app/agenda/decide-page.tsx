import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { type Choosable, DecisionForm, decisionTexts } from '../decisions/index.ts';
import { Markdown } from '../markdown/index.ts';
import { type Quorum, QuorumMeter } from '../quorum/index.ts';
import type { FormState } from '../ui/form-state.ts';
import { Section, Split } from '../ui/section.tsx';
import { PointFrame, pathOf } from './frame.tsx';
import type { Point } from './point.ts';
import { preferencesOf } from './rules.ts';
import { texts } from './texts.ts';

interface DecidePageProps {
  readonly committee: Committee;
  readonly point: Point;
  readonly quorum: Quorum;
  readonly state?: FormState | undefined;
}

/** The courses of action as a decision offers them. */
export const choosable = ({ options, opinions }: Point): readonly Choosable[] =>
  preferencesOf(options, opinions).map(({ option, key, count }) => ({
    ...{ id: option.id, key, title: option.title, count },
  }));

/** The form that records a decision, with what it is about (spec decisions#record). */
export const decidePage = ({ committee, point, quorum, state }: DecidePageProps): VNode => {
  const to = pathOf(committee.id, point.id);
  return (
    <PointFrame
      committee={committee}
      point={point}
      title={decisionTexts.form.title}
      lead={point.properties['title'] ?? point.label}
    >
      <Split label={texts.aside} aside={<QuorumMeter of={quorum} />}>
        <Section id="purpose" title={texts.purpose.decision}>
          <Markdown text={point.properties['description'] ?? ''} headings={3} />
        </Section>
        <DecisionForm to={`${to}/decide`} options={choosable(point)} state={state} cancel={to} />
      </Split>
    </PointFrame>
  );
};

/** The form that corrects a decision (spec decisions#corrections). */
export const correctPage = ({ committee, point, quorum, state }: DecidePageProps): VNode => {
  const to = pathOf(committee.id, point.id);
  return (
    <PointFrame
      committee={committee}
      point={point}
      title={decisionTexts.correction.title}
      lead={decisionTexts.correction.lead}
    >
      <Split label={texts.aside} aside={<QuorumMeter of={quorum} />}>
        <DecisionForm
          to={`${to}/correct`}
          options={choosable(point)}
          state={state}
          cancel={to}
          submit={decisionTexts.correction.submit}
          chosen={point.decisions[0]?.selectedId ?? undefined}
        />
      </Split>
    </PointFrame>
  );
};
