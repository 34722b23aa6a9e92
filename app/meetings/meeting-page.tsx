import type { ComponentChildren, VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { ItemHistory } from '../committee-items/index.ts';
import { CommitteePage } from '../committee-page/index.ts';
import { type Quorum, QuorumMeter } from '../quorum/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { RowMenu } from '../ui/dropdown.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Person } from '../ui/person.tsx';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { type Move, Moves, Steps } from '../workflow/index.ts';
import { ActionsSection } from './actions-section.tsx';
import type { AgendaPlan } from './agenda/rules.ts';
import { AgendaSection, type Focus } from './agenda/section.tsx';
import type { RollCallLine } from './attendance.ts';
import { AnswersSection } from './invitations/section.tsx';
import { isOpen, type Meeting } from './meeting.ts';
import { MinutesSection } from './minutes-section.tsx';
import { PackSection } from './pack-section.tsx';
import { addressIn, whenAndWhere } from './present.ts';
import type { Reader } from './reader.ts';
import { RollCallSection } from './roll-call/section.tsx';
import { texts } from './texts.ts';

const words = texts.detail;

interface MeetingPageProps {
  readonly committee: Committee;
  readonly meeting: Meeting;
  readonly moves: readonly Move[];
  readonly plan: AgendaPlan;
  readonly lines: readonly RollCallLine[];
  readonly quorum: Quorum;
  readonly may: Reader;
  /** The entry that was moved a moment ago. */
  readonly focus: Focus;
}

/** A meeting: its life cycle, agenda, roll call and details (spec meetings#page). */
export const meetingPage = (props: MeetingPageProps): VNode => <MeetingPage {...props} />;

const MeetingPage = (props: MeetingPageProps) => {
  const { committee, meeting, moves, plan, lines, quorum, may, focus } = props;
  const address = `/tor/${committee.id}/meetings/${meeting.id}`;
  return (
    <MeetingFrame committee={committee} meeting={meeting} action={<Actions {...props} />}>
      <Steps of={meeting.workflow} status={meeting.status} />
      <div class="meeting-moves">
        <Moves
          of={moves}
          could={meeting.workflow.could}
          request={({ to }) => ({ to: `${address}/transition`, fields: { new_status: to } })}
        />
      </div>
      <Split
        label={words.aside}
        aside={
          <>
            <QuorumMeter of={quorum} />
            <RollCallSection {...{ address, meeting, lines }} mayRecord={may.record} />
            {['projected', 'confirmed'].includes(meeting.status) && (
              <AnswersSection {...{ address, meeting, lines }} reader={may.id} />
            )}
            <Details committee={committee} meeting={meeting} />
            <ItemHistory
              type="meeting"
              id={meeting.id}
              of={meeting.workflow}
              began={{ text: words.began, at: meeting.createdAt }}
            />
          </>
        }
      >
        <AgendaSection {...{ committee, meeting, plan, focus }} mayChange={may.agenda} />
        <ActionsSection {...{ committee, meeting }} seesMinutes={may.minutes} />
        <MinutesSection
          {...{ committee, meeting }}
          mayGenerate={may.record}
          mayOpen={may.minutes}
        />
        <PackSection {...{ committee, meeting }} mayIssue={may.agenda} />
      </Split>
    </MeetingFrame>
  );
};

interface MeetingFrameProps {
  readonly committee: Committee;
  readonly meeting: Pick<Meeting, 'id' | 'date' | 'properties'>;
  /** Heading of a page below the meeting's own. */
  readonly title?: string;
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a meeting's pages, below its committee. */
export const MeetingFrame = ({
  committee,
  meeting,
  title,
  action,
  children,
}: MeetingFrameProps) => {
  const own = texts.meetingOf(dayInWords(meeting.date));
  const list = `/tor/${committee.id}/meetings`;
  return (
    <CommitteePage
      committee={committee}
      tab="meetings"
      module="meeting"
      title={title ?? own}
      lead={<Facts committee={committee} meeting={meeting} />}
      crumbs={[
        { label: texts.title, to: list },
        ...(title === undefined ? [] : [{ label: own, to: `${list}/${meeting.id}` }]),
      ]}
      action={action}
    >
      {children}
    </CommitteePage>
  );
};

const Facts = ({ committee, meeting }: Pick<MeetingFrameProps, 'committee' | 'meeting'>) => {
  const { meeting_number: number, classification } = meeting.properties;
  const { time, end, place } = whenAndWhere(committee, meeting);
  return (
    <span class="acts">
      {number && <span>{texts.number(number)}</span>}
      <span>{texts.when(time, end, place)}</span>
      {classification && <span>{classification}</span>}
    </span>
  );
};

const Actions = ({ committee, meeting, may }: MeetingPageProps) => {
  const address = `/tor/${committee.id}/meetings/${meeting.id}`;
  return (
    <>
      <RowMenu
        large
        label={words.more}
        actions={[
          may.call && isOpen(meeting.status)
            ? [{ label: words.edit, icon: 'edit', to: `${address}/edit` }]
            : [],
          [{ label: words.calendar, icon: 'download', to: `${address}/calendar.ics` }],
        ]}
      />
      {meeting.status === 'in_progress' && useShell().isPage(`${address}/live`) && (
        <LinkButton to={`${address}/live`} kind="primary">
          {words.live}
        </LinkButton>
      )}
    </>
  );
};

const Details = ({ committee, meeting }: Pick<MeetingPageProps, 'committee' | 'meeting'>) => {
  const { properties, chair, secretary } = meeting;
  const { place } = whenAndWhere(committee, meeting);
  const { vtc_details: remote = '', notes, meeting_number: number, classification } = properties;
  const address = addressIn(remote);
  return (
    <Section id="facts" title={words.facts}>
      <DescriptionList
        of={[
          [words.chair, chair && <Person name={chair.label} key="chair" />],
          [words.secretary, secretary && <Person name={secretary.label} key="secretary" />],
          [words.location, place],
          [
            words.remote,
            address === undefined ? (
              remote
            ) : (
              <a key="remote" href={address} rel="noreferrer">
                {remote === address ? words.joinOnline : remote}
              </a>
            ),
          ],
          [words.number, number],
          [words.classification, classification],
          [words.notes, notes],
        ]}
      />
    </Section>
  );
};
