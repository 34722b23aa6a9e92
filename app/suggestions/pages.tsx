import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { Comments } from '../comments/index.ts';
import { ItemHistory } from '../committee-items/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Markdown } from '../markdown/index.ts';
import { shortened } from '../ontology/labels.ts';
import { Form } from '../ui/form.tsx';
import type { FormState } from '../ui/form-state.ts';
import { DescriptionList } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Person } from '../ui/person.tsx';
import { Section, Split } from '../ui/section.tsx';
import { TextAreaField } from '../ui/text-field.tsx';
import { Time } from '../ui/time.tsx';
import { type Move, Moves, StatusMark, Steps } from '../workflow/index.ts';
import { moveRequest } from './present.ts';
import { mostDescription, type SuggestionWithTalk } from './suggestion.ts';
import { texts } from './texts.ts';

const { detail } = texts;

/** Address of the committee's suggestions. */
const listOf = ({ id }: Pick<Committee, 'id'>): string => `/tor/${id}/workflow?tab=suggestions`;

interface SuggestionFormProps {
  readonly committee: Committee;
  readonly state?: FormState | undefined;
}

/** The form of a new suggestion (spec suggestions#fields). */
export const suggestionForm = ({ committee, state }: SuggestionFormProps): VNode => (
  <CommitteePage
    committee={committee}
    tab="workflow"
    title={texts.form.title}
    crumbs={[{ label: texts.title, to: listOf(committee) }]}
  >
    <Form
      to={`/tor/${committee.id}/suggestions`}
      state={state}
      submit={texts.form.submit}
      cancel={listOf(committee)}
      draft={`suggestion ${committee.id}`}
    >
      <TextAreaField
        name="description"
        label={texts.fields.description}
        help={texts.fields.help(mostDescription)}
        rows={8}
        most={mostDescription}
      />
    </Form>
  </CommitteePage>
);

interface SuggestionPageProps {
  readonly committee: Committee;
  readonly suggestion: SuggestionWithTalk;
  /** The moves out of its status, as its reader sees them. */
  readonly moves: readonly Move[];
  /** Id of the reader. */
  readonly reader: string;
}

/** A suggestion: its status, its text, and its discussion (spec suggestions#page). */
export const suggestionPage = ({
  committee,
  suggestion,
  moves,
  reader,
}: SuggestionPageProps): VNode => {
  const { id, description, workflow, status, author, submittedAt, rejectionReason } = suggestion;
  const path = { kind: 'suggestion', tor: committee.id, item: id } as const;
  const request = moveRequest(path);
  const field = { request, could: workflow.could, outcomeField: 'rejection_reason' };
  const isAllowed = moves.some((move) => move.isAllowed);
  const refused = moves.filter((move) => !move.isAllowed);
  return (
    <CommitteePage
      committee={committee}
      tab="workflow"
      title={shortened(description, 80)}
      crumbs={[{ label: texts.title, to: listOf(committee) }]}
      action={isAllowed && <Moves of={moves} onlyAllowed {...field} />}
    >
      <Section id="progress" title={detail.progress} quiet>
        <Steps of={workflow} status={status} />
      </Section>
      <Split
        label={detail.facts}
        aside={
          <>
            <Facts committee={committee} suggestion={suggestion} />
            {refused.length > 0 && (
              <Section id="next" title={detail.next}>
                <Moves of={refused} {...field} />
              </Section>
            )}
            <ItemHistory
              type="suggestion"
              id={id}
              of={workflow}
              began={{ text: detail.began(author ?? detail.unknownUser), at: submittedAt }}
            />
          </>
        }
      >
        {rejectionReason !== undefined && (
          <Note>
            <strong>{texts.reasonTitle}</strong>
            <Markdown text={rejectionReason} headings={3} />
          </Note>
        )}
        <Markdown text={description} />
        <Comments of={suggestion.discussion} path={path} reader={reader} />
      </Split>
    </CommitteePage>
  );
};

const Facts = ({
  committee,
  suggestion: { author, submittedAt, workflow, status, proposal },
}: Pick<SuggestionPageProps, 'committee' | 'suggestion'>) => (
  <Section id="facts" title={detail.facts}>
    <DescriptionList
      of={[
        [detail.from, <Person key="from" name={author ?? detail.unknownUser} />],
        [detail.date, <Time key="date" at={submittedAt} />],
        [detail.status, <StatusMark key="status" definition={workflow} status={status} />],
        [
          detail.proposal,
          proposal && (
            <a key="proposal" href={`/tor/${committee.id}/proposals/${proposal.id}`}>
              {proposal.label}
            </a>
          ),
        ],
      ]}
    />
  </Section>
);
