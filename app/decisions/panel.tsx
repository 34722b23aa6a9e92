import { Markdown } from '../markdown/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { Panel, Section } from '../ui/section.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import type { Decision } from './decision.ts';
import { numberOf } from './present.ts';
import { texts } from './texts.ts';

interface DecisionPanelProps {
  /** The decisions on an agenda point, newest first. */
  readonly of: readonly Decision[];
  /** Address of the form that corrects the newest; `undefined`: the reader may not. */
  readonly correct: string | undefined;
}

/** The decision on an agenda point: who, when, why, and corrections (spec decisions#page). */
export const DecisionPanel = ({ of: [latest, ...earlier], correct }: DecisionPanelProps) => {
  if (latest === undefined) return null;
  return (
    <Section id="decision" title={texts.panel.title}>
      <Panel stack>
        <p>
          <State is="done" tone="good">
            <strong>{latest.chosen}</strong>
          </State>
        </p>
        <p class="small muted">
          {numberOf(latest)}
          {latest.decidedBy !== null && <>, {latest.decidedBy}</>},{' '}
          <Time at={new Date(latest.at)} />
        </p>
        {latest.isWithoutQuorum && <Note tone="warning">{texts.detail.withoutQuorum}</Note>}
        {latest.rationale !== '' && <Markdown text={latest.rationale} headings={3} />}
        <div class="acts">
          <LinkButton to={`/decisions/${latest.id}`} small>
            {texts.panel.show}
          </LinkButton>
          {correct !== undefined && (
            <LinkButton to={correct} small kind="quiet">
              {texts.correction.open}
            </LinkButton>
          )}
        </div>
      </Panel>
      {earlier.map((decision) => (
        <p key={decision.id} class="small muted gap-t">
          <a href={`/decisions/${decision.id}`}>{texts.detail.correction(numberOf(decision))}</a>
        </p>
      ))}
    </Section>
  );
};
