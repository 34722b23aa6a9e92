import type { VNode } from 'preact';
import { Markdown } from '../markdown/index.ts';
import { QuorumMeter } from '../quorum/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { momentInWords } from '../ui/moments.ts';
import { Note } from '../ui/note.tsx';
import { Page } from '../ui/page.tsx';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Time } from '../ui/time.tsx';
import { Code, State } from '../ui/word.tsx';
import type { Decision, FoundDecision, NamedDecision } from './decision.ts';
import { Amended, OptionText, SealSection, Votes } from './grounds.tsx';
import { citationOf, numberOf } from './present.ts';
import { texts } from './texts.ts';

const words = texts.detail;

/** A decision with all that it was based on (spec decisions#page). */
export const decisionPage = (found: FoundDecision): VNode => {
  const { decision, seal } = found;
  const { id, record, rationale, corrects, correctedBy, isWithoutQuorum } = decision;
  return (
    <Page
      title={decision.label}
      lead={<Lead of={decision} />}
      action={
        <LinkButton to={`/decisions/${id}/json`} download>
          {words.json}
        </LinkButton>
      }
    >
      <Split label={words.about} aside={<Aside {...found} />}>
        {isWithoutQuorum && <Note tone="warning">{words.withoutQuorum}</Note>}
        {correctedBy !== null && (
          <Note>
            <NamedLink of={correctedBy} text={words.corrected} />
          </Note>
        )}
        {corrects !== null && (
          <Note>
            <NamedLink of={corrects} text={words.correction} />
          </Note>
        )}
        {record === null && <Note>{words.imported}</Note>}
        <Section id="chosen" title={words.chosen}>
          <p>
            <State is="done" tone="good">
              <strong>{decision.chosen}</strong>
            </State>
          </p>
        </Section>
        <Section id="rationale" title={words.rationale}>
          {rationale === '' ? (
            <p class="small muted">{words.noRationale}</p>
          ) : (
            <Markdown text={rationale} headings={3} />
          )}
        </Section>
        {record !== null && (
          <>
            <Section id="description" title={words.description}>
              <Markdown text={record.description} headings={3} />
            </Section>
            <Votes of={record.ballot} />
            <Section id="options" title={words.options}>
              {record.options.map((option) => (
                <OptionText key={option.id} of={option} isChosen={option.id === record.selected} />
              ))}
            </Section>
          </>
        )}
        <Amended {...found} />
        <SealSection of={seal} />
      </Split>
    </Page>
  );
};

const Lead = ({ of }: { readonly of: Decision }) => (
  <span class="acts">
    <span>{numberOf(of)}</span>
    {of.committee !== null && <span>{of.committee.label}</span>}
    <Time at={new Date(of.at)} />
    {of.correctedBy === null ? (
      <State is="done" tone="good">
        {texts.standing.valid}
      </State>
    ) : (
      <State is="ended">{texts.standing.corrected}</State>
    )}
  </span>
);

const NamedLink = ({
  of,
  text,
}: {
  readonly of: NamedDecision;
  readonly text: (no: string) => string;
}) => <a href={`/decisions/${of.id}`}>{text(numberOf(of))}</a>;

const Aside = ({ decision, meetingId, minutes, proposal }: FoundDecision) => {
  const { committee, record, pointId } = decision;
  const shell = useShell();
  const standing = { isMember: true, capabilities: new Set<string>() };
  const link = (to: string, label: string) =>
    shell.opens(to, standing) ? <a href={to}>{label}</a> : <span>{label}</span>;
  const day = (at: Date) => momentInWords(at, 'date', { ...shell, now: new Date(0) });
  return (
    <>
      {record !== null && <QuorumMeter of={record.quorum} />}
      <Section id="facts" title={words.about}>
        <DescriptionList
          of={[
            [words.number, numberOf(decision)],
            [words.date, <Time key="date" at={new Date(decision.at)} />],
            [words.by, decision.decidedBy],
            [
              words.committee,
              committee === null ? '' : link(`/tor/${committee.id}`, committee.label),
            ],
            [
              words.meeting,
              record?.meeting == null || committee === null
                ? ''
                : link(
                    `/tor/${committee.id}/meetings/${meetingId ?? record.meeting.id}`,
                    record.meeting.label,
                  ),
            ],
            [words.minutes, minutes === null ? '' : link(`/minutes/${minutes}`, words.minutes)],
            [
              words.point,
              pointId === null || committee === null
                ? ''
                : link(`/tor/${committee.id}/workflow/agenda/${pointId}`, words.showPoint),
            ],
            [
              words.proposal,
              proposal === null || committee === null
                ? ''
                : link(`/tor/${committee.id}/proposals/${proposal.id}`, proposal.title),
            ],
            [words.permalink, <Code key="link">{`/decisions/${decision.id}`}</Code>],
            [words.citation, citationOf(decision, day)],
          ]}
        />
      </Section>
    </>
  );
};
