import { AmendmentRows } from '../amendments/index.ts';
import { BallotRecord, readStoredBallot } from '../ballots/index.ts';
import { Markdown } from '../markdown/index.ts';
import { Fold } from '../ui/accordion.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Section } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Code, State } from '../ui/word.tsx';
import type { FoundDecision, RecordedOption, Seal } from './decision.ts';
import { texts } from './texts.ts';

// The grounds of a decision: votes, courses of action, amendments, its entry in the audit log.

const words = texts.detail;
const member = { isMember: true, capabilities: new Set<string>() };

/** The ballot that the decision followed. */
export const Votes = ({ of }: { readonly of: unknown }) => {
  const ballot = readStoredBallot(of);
  return (
    <Section id="votes" title={words.votes}>
      {ballot === undefined ? (
        <p class="small muted">{words.noVotes}</p>
      ) : (
        <BallotRecord of={ballot} />
      )}
    </Section>
  );
};

/** Amendments to the proposal and to the courses of action. */
export const Amended = ({ decision: { committee }, amended }: FoundDecision) => {
  const shell = useShell();
  return (
    <Section id="amendments" title={words.amendments}>
      {committee === null || amended.length === 0 ? (
        <p class="small muted">{words.noAmendments}</p>
      ) : (
        amended.map(({ kind, id, title, lines }) => (
          <section key={id} class="stack" aria-label={title}>
            <h3>{title}</h3>
            <AmendmentRows
              of={lines}
              path={{ kind, tor: committee.id, item: id }}
              opens={(to) => shell.opens(to, member)}
            />
          </section>
        ))
      )}
    </Section>
  );
};

/** A course of action as it was. */
export const OptionText = ({
  of: { key, title, description, sections, preferred },
  isChosen,
}: {
  readonly of: RecordedOption;
  readonly isChosen: boolean;
}) => (
  <article class="coa">
    <span class="key" aria-hidden="true">
      {key}
    </span>
    <div>
      <h3>
        <span class="vh">{key}. </span>
        {title}
      </h3>
      <Markdown text={description} headings={3} />
      {sections.map((section) => (
        <Fold key={section.title} title={section.title}>
          <Markdown text={section.content} headings={3} />
        </Fold>
      ))}
    </div>
    <div class="small">
      {isChosen && (
        <p>
          <State is="done" tone="good">
            {texts.columns.chosen}
          </State>
        </p>
      )}
      <p class="muted">{words.preferred(preferred)}</p>
    </div>
  </article>
);

/** Whether the decision and its entry in the audit log agree (spec decisions#verification). */
export const SealSection = ({ of }: { readonly of: Seal | null }) => {
  const { seal } = texts;
  return (
    <Section id="seal" title={seal.title}>
      {of === null ? (
        <>
          <p>
            <State is="waiting">{seal.none}</State>
          </p>
          <p class="small muted">{seal.missing}</p>
        </>
      ) : (
        <div class="stack">
          <p>
            <State
              {...(of.isIntact && of.isSame
                ? { is: 'done', tone: 'good' }
                : { is: 'bad', tone: 'bad' })}
            >
              {of.isIntact && of.isSame ? seal.intact : seal.broken}
            </State>
          </p>
          <p class="small muted">{of.isIntact && of.isSame ? seal.same : seal.differs}</p>
          <DescriptionList
            of={[
              [seal.title, seal.entry(of.seq)],
              [seal.hash, <Code key="hash">{of.hash}</Code>],
            ]}
          />
        </div>
      )}
    </Section>
  );
};
