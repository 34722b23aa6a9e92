import type { VNode } from 'preact';
import { Amendments } from '../amendments/index.ts';
import { AttachmentsSection } from '../attachments/index.ts';
import type { Committee } from '../authority/index.ts';
import { Comments } from '../comments/index.ts';
import { ItemHistory } from '../committee-items/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { Markdown } from '../markdown/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { Note } from '../ui/note.tsx';
import { Person } from '../ui/person.tsx';
import { PostButton } from '../ui/post-button.tsx';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { Time } from '../ui/time.tsx';
import { type Move, Moves, StatusMark, Steps } from '../workflow/index.ts';
import { moveRequest } from './present.ts';
import type { ProposalWithTalk } from './proposal.ts';
import { texts } from './texts.ts';

const { detail } = texts;

/** Address of the committee's proposals. */
export const listOf = ({ id }: Pick<Committee, 'id'>): string =>
  `/tor/${id}/workflow?tab=proposals`;

/** The rights of a reader to a proposal, beside its moves. */
export interface Reader {
  readonly id: string;
  readonly edit: boolean;
  readonly queue: boolean;
}

interface ProposalPageProps {
  readonly committee: Committee;
  readonly proposal: ProposalWithTalk;
  /** The moves out of its status, as its reader sees them. */
  readonly moves: readonly Move[];
  readonly reader: Reader;
}

/** A proposal: its status, its text, and its discussion (spec proposals#page). */
export const proposalPage = (props: ProposalPageProps): VNode => {
  const { committee, proposal, reader } = props;
  const { id, title, description, rationale, workflow, status } = proposal;
  const path = { kind: 'proposal', tor: committee.id, item: id } as const;
  return (
    <CommitteePage
      committee={committee}
      tab="workflow"
      title={title}
      lead={detail.byline(proposal.author ?? detail.unknownUser)}
      crumbs={[{ label: texts.title, to: listOf(committee) }]}
      action={<Actions {...props} />}
    >
      <Section id="progress" title={detail.progress} quiet>
        <Steps of={workflow} status={status} />
      </Section>
      <Split label={detail.facts} aside={<Aside {...props} />}>
        {proposal.rejectionReason !== undefined && (
          <Note>
            <strong>{detail.reason}</strong>
            <Markdown text={proposal.rejectionReason} headings={3} />
          </Note>
        )}
        <Section id="description" title={texts.fields.description}>
          <Markdown text={description} headings={3} />
        </Section>
        <Section id="rationale" title={texts.fields.rationale}>
          {rationale === '' ? (
            <p class="small muted">{detail.noRationale}</p>
          ) : (
            <Markdown text={rationale} headings={3} />
          )}
        </Section>
        <AttachmentsSection of={proposal.files} owner={id} mayChange={reader.edit} />
        <Amendments of={proposal.amendments} path={path} isOpen={!proposal.discussion.isClosed} />
        <Comments of={proposal.discussion} path={path} reader={reader.id} />
      </Split>
    </CommitteePage>
  );
};

const Actions = ({ committee, proposal, moves, reader }: ProposalPageProps) => {
  const { id, workflow, queue, status } = proposal;
  const to = `/tor/${committee.id}/proposals/${id}`;
  return (
    <>
      {reader.edit && (
        <LinkButton to={`${to}/edit`} icon="edit">
          {detail.edit}
        </LinkButton>
      )}
      {reader.queue && queue !== 'scheduled' && status === 'approved' && (
        <PostButton
          to={`${to}/${queue === 'queued' ? 'unqueue' : 'ready-for-agenda'}`}
          kind={queue === 'queued' ? 'default' : 'primary'}
        >
          {queue === 'queued' ? texts.queue.remove : texts.queue.add}
        </PostButton>
      )}
      <Moves
        of={moves}
        onlyAllowed
        could={workflow.could}
        request={moveRequest({ tor: committee.id, item: id })}
        outcomeField="rejection_reason"
      />
    </>
  );
};

const Aside = (props: ProposalPageProps) => {
  const { committee, proposal, moves } = props;
  const { id, workflow, author, submittedAt } = proposal;
  const refused = moves.filter((move) => !move.isAllowed);
  return (
    <>
      <Facts {...props} />
      {refused.length > 0 && (
        <Section id="next" title={detail.next}>
          <Moves
            of={refused}
            could={workflow.could}
            request={moveRequest({ tor: committee.id, item: id })}
          />
        </Section>
      )}
      <ItemHistory
        type="proposal"
        id={id}
        of={workflow}
        began={{ text: detail.began(author ?? detail.unknownUser), at: submittedAt }}
      />
    </>
  );
};

const Facts = ({ committee, proposal }: ProposalPageProps) => {
  const { opens } = useShell();
  const { author, submittedAt, workflow, status, suggestion, agendaPoint, queue } = proposal;
  const linked = (to: string, label: string) =>
    opens(to, committee) ? (
      <a key={to} href={to}>
        {label}
      </a>
    ) : (
      label
    );
  return (
    <Section id="facts" title={detail.facts}>
      <DescriptionList
        of={[
          [detail.author, <Person key="author" name={author ?? detail.unknownUser} />],
          [detail.date, <Time key="date" at={submittedAt} />],
          [detail.status, <StatusMark key="status" definition={workflow} status={status} />],
          [
            detail.suggestion,
            suggestion &&
              linked(`/tor/${committee.id}/suggestions/${suggestion.id}`, suggestion.label),
          ],
          [detail.queue, status === 'approved' ? texts.queueState[queue] : undefined],
          [
            detail.agendaPoint,
            agendaPoint &&
              linked(`/tor/${committee.id}/workflow/agenda/${agendaPoint.id}`, agendaPoint.label),
          ],
        ]}
      />
    </Section>
  );
};
