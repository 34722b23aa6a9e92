import type { VNode } from 'preact';
import type { ActionRow } from '../action-items/index.ts';
import type { Committee } from '../authority/index.ts';
import { Markdown } from '../markdown/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { DescriptionList } from '../ui/list.tsx';
import { dayInWords } from '../ui/moments.ts';
import { PostButton } from '../ui/post-button.tsx';
import { Section, Split } from '../ui/section.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { Time } from '../ui/time.tsx';
import { State } from '../ui/word.tsx';
import { ActionsEditor, AttendanceEditor, DistributionEditor, type TypedRows } from './editors.tsx';
import { MinutesFrame } from './frame.tsx';
import type {
  Attendance,
  Done,
  Minutes,
  MinutesPowers,
  MinutesSection,
  Status,
} from './minutes.ts';
import { bodyOf, placeOf, titleOf } from './present.ts';
import { RecordPart } from './record-page.tsx';
import { texts } from './texts.ts';

export interface MinutesPageProps {
  readonly committee: Committee;
  readonly minutes: Minutes;
  readonly powers: MinutesPowers;
  /** Lists that were refused, as they were entered. */
  readonly typed?: {
    readonly attendance?: TypedRows<Attendance>;
    readonly actions?: TypedRows<ActionRow>;
  };
}

/** Minutes of a meeting: their sections, lists and status (spec minutes#page). */
export const minutesPage = ({
  committee,
  minutes,
  powers,
  typed = {},
}: MinutesPageProps): VNode => {
  const isOpen = minutes.status !== 'approved';
  return (
    <MinutesFrame
      committee={committee}
      minutes={minutes}
      title={minutes.label}
      action={<Actions minutes={minutes} powers={powers} />}
    >
      <Progress of={minutes} />
      <Split label={texts.facts.title} aside={<Aside minutes={minutes} powers={powers} />}>
        {minutes.sections.map((section) => (
          <SectionPart
            key={section.id}
            minutes={minutes}
            section={section}
            mayEdit={isOpen && powers.edit}
          />
        ))}
        <AttendanceEditor
          minutes={minutes}
          mayEdit={isOpen && powers.record}
          typed={typed.attendance}
        />
        <ActionsEditor minutes={minutes} mayEdit={isOpen && powers.record} typed={typed.actions} />
      </Split>
    </MinutesFrame>
  );
};

const Actions = ({ minutes, powers }: Pick<MinutesPageProps, 'minutes' | 'powers'>) => {
  const to = `/minutes/${minutes.id}`;
  const { status } = minutes;
  return (
    <>
      {status === 'draft' && powers.edit && (
        <PostButton to={`${to}/status`} fields={{ status: 'pending_approval' }} kind="primary">
          {texts.actions.submit}
        </PostButton>
      )}
      {status === 'pending_approval' && powers.approve && (
        <>
          <PostButton to={`${to}/status`} fields={{ status: 'draft' }}>
            {texts.actions.return}
          </PostButton>
          <LinkButton
            to={`${to}/approve?seen=${minutes.digest}`}
            kind="primary"
            icon="check"
            dialog
          >
            {texts.actions.approve}
          </LinkButton>
        </>
      )}
      {status === 'approved' && powers.sign !== undefined && (
        <PostButton to={`${to}/sign`} kind="primary" icon="check">
          {texts.actions.sign[powers.sign]}
        </PostButton>
      )}
      {status === 'approved' && powers.export && <Exports to={to} />}
    </>
  );
};

const Exports = ({ to }: { to: string }) => (
  <>
    <LinkButton to={`${to}/export`} icon="eye">
      {texts.actions.html}
    </LinkButton>
    <LinkButton to={`${to}/export.pdf`} icon="download" download>
      {texts.actions.pdf}
    </LinkButton>
    <LinkButton to={`${to}/export.md`} icon="download" download>
      {texts.actions.markdown}
    </LinkButton>
  </>
);

const Progress = ({ of }: { of: Minutes }) => (
  <Stepper
    current={placeOf(of.status)}
    of={[
      { label: texts.status.draft, note: of.generatedAt && <Time at={of.generatedAt} /> },
      { label: texts.status.pending_approval, note: of.submitted && <DoneBy of={of.submitted} /> },
      { label: texts.status.approved, note: of.approved && <DoneBy of={of.approved} /> },
    ]}
  />
);

const DoneBy = ({ of: { by, at } }: { of: Done }) => (
  <>
    {at !== null && <Time at={at} style="moment" />}
    {by !== '' && <> {texts.by(by)}</>}
  </>
);

interface SectionProps {
  readonly minutes: Minutes;
  readonly section: MinutesSection;
  readonly mayEdit: boolean;
}

const SectionPart = ({ minutes, section, mayEdit }: SectionProps) => {
  const body = bodyOf(section);
  return (
    <Section
      id={`section-${section.id}`}
      title={titleOf(section)}
      {...(section.isGenerated ? { count: texts.section.generated } : {})}
      {...(mayEdit
        ? {
            end: (
              <LinkButton
                to={`/minutes/${minutes.id}/sections/${section.id}`}
                kind="quiet"
                small
                icon="edit"
                label={texts.section.editNamed(titleOf(section))}
              >
                {texts.section.edit}
              </LinkButton>
            ),
          }
        : {})}
    >
      {body === '' ? (
        <p class="muted">{texts.section.empty}</p>
      ) : (
        <Markdown text={body} headings={3} />
      )}
    </Section>
  );
};

const Aside = ({ minutes, powers }: Pick<MinutesPageProps, 'minutes' | 'powers'>) => (
  <>
    <Section id="facts" title={texts.facts.title}>
      <Facts of={minutes} />
    </Section>
    <RecordPart minutes={minutes} />
    <DistributionEditor minutes={minutes} mayEdit={minutes.status !== 'approved' && powers.edit} />
  </>
);

const Facts = ({ of }: { of: Minutes }) => {
  const { meeting, status, generatedAt, submitted, approved } = of;
  return (
    <DescriptionList
      of={[
        [texts.facts.meeting, meeting.label],
        [texts.facts.date, dayInWords(meeting.date)],
        [texts.facts.number, meeting.number],
        [texts.facts.location, meeting.location],
        [texts.facts.classification, meeting.classification],
        [texts.facts.status, <StatusMark key="status" of={status} />],
        [texts.facts.generated, generatedAt && <Time at={generatedAt} key="generated" />],
        [texts.facts.submitted, submitted && <DoneBy of={submitted} key="submitted" />],
        [texts.facts.approved, approved && <DoneBy of={approved} key="approved" />],
      ]}
    />
  );
};

const marks = {
  draft: { is: 'planned' },
  pending_approval: { is: 'waiting', tone: 'going' },
  approved: { is: 'done', tone: 'good' },
} as const;

/** The status of minutes, in the same words everywhere. */
const StatusMark = ({ of }: { of: Status }) => <State {...marks[of]}>{texts.status[of]}</State>;

/** Asks before minutes become final. */
interface ApprovalProps extends Omit<MinutesPageProps, 'powers'> {
  /** Digest of the content that the reader saw. @default that of the stored content */
  readonly seen?: string | undefined;
}

export const approvalPage = ({ committee, minutes, seen }: ApprovalProps): VNode => (
  <MinutesFrame committee={committee} minutes={minutes} title={texts.actions.approve} isBelow>
    <Confirm
      title={texts.approval.title(minutes.label)}
      to={`/minutes/${minutes.id}/status`}
      fields={{ status: 'approved', seen: seen ?? minutes.digest }}
      confirm={texts.actions.approve}
      keep={texts.approval.keep}
      back={`/minutes/${minutes.id}`}
      tone="primary"
    >
      <p>{texts.approval.body}</p>
    </Confirm>
  </MinutesFrame>
);
