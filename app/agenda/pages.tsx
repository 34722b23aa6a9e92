import type { VNode } from 'preact';
import { AttachmentsSection } from '../attachments/index.ts';
import type { Committee } from '../authority/index.ts';
import { BallotsSection } from '../ballots/index.ts';
import { Comments, readDiscussion } from '../comments/index.ts';
import { DecisionForm, DecisionPanel, decisionTexts } from '../decisions/index.ts';
import { Markdown } from '../markdown/index.ts';
import { keyOf } from '../options/index.ts';
import type { Quorum } from '../quorum/index.ts';
import { QuorumMeter } from '../quorum/index.ts';
import { LinkButton } from '../ui/button.tsx';
import { type MenuAction, RowMenu } from '../ui/dropdown.tsx';
import { dayInWords } from '../ui/moments.ts';
import { Section, Split } from '../ui/section.tsx';
import { useShell } from '../ui/shell-context.ts';
import { type Move, Moves, StatusMark, Steps } from '../workflow/index.ts';
import { Details, Origin } from './aside.tsx';
import { choosable } from './decide-page.tsx';
import { PointFrame, pathOf } from './frame.tsx';
import { OpinionsSection } from './opinions.tsx';
import { OptionsSection } from './options.tsx';
import type { Point } from './point.ts';
import type { Reader } from './reader.ts';
import { isOpen, preferencesOf } from './rules.ts';
import { texts } from './texts.ts';

interface PointPageProps {
  readonly committee: Committee;
  readonly point: Point;
  readonly reader: Reader;
  readonly quorum: Quorum;
  /** The next moves of the reader, allowed or not. */
  readonly moves: readonly Move[];
}

/** An agenda point: the point paper (spec agenda#page). */
export const pointPage = (props: PointPageProps): VNode => {
  const { committee, point, quorum, reader } = props;
  const isDecision = point.properties['item_type'] === 'decision';
  const preferences = preferencesOf(point.options, point.opinions);
  return (
    <PointFrame
      committee={committee}
      title={titleOf(point)}
      lead={<Facts of={point} tor={committee.id} />}
      action={<Actions {...props} />}
    >
      <Steps of={point.workflow} status={point.properties['status']} />
      <NextMoves {...props} />
      <Split
        label={texts.aside}
        aside={
          <>
            {isDecision && <QuorumMeter of={quorum} />}
            <Details of={point} />
            <Origin of={point} />
          </>
        }
      >
        <DecisionPanel
          of={point.decisions}
          correct={
            reader.decide && point.decisions.length > 0
              ? `${pathOf(committee.id, point.id)}/correct`
              : undefined
          }
        />
        <Section id="purpose" title={texts.purpose[isDecision ? 'decision' : 'informative']}>
          <Markdown text={point.properties['description'] ?? ''} headings={3} />
        </Section>
        <AttachmentsSection
          of={point.files.filter(({ entityId }) => entityId === point.id)}
          owner={point.id}
          mayChange={reader.edit && isOpen(point.properties['status'])}
        />
        {(isDecision || point.options.length > 0) && (
          <OptionsSection
            files={point.files}
            mayAttach={reader.editOption && isOpen(point.properties['status'])}
            preferences={preferences}
            members={point.members}
            opinions={point.opinions.length}
            selected={point.properties['selected_coa_id']}
            amend={`/tor/${committee.id}/coa`}
            add={
              reader.addOption && isOpen(point.properties['status'])
                ? `${pathOf(committee.id, point.id)}/coa/new`
                : undefined
            }
          />
        )}
        {isDecision && <OpinionsSection preferences={preferences} opinions={point.opinions} />}
        {isDecision && (
          <BallotsSection
            of={point.ballots}
            to={pathOf(committee.id, point.id)}
            reader={reader.id}
            mayLead={reader.decide}
            isOpen={isOpen(point.properties['status'])}
            options={point.options}
          />
        )}
        {isDecision && isOpen(point.properties['status']) && reader.decide && (
          <Section id="decide-now" title={decisionTexts.form.title}>
            <DecisionForm
              to={`${pathOf(committee.id, point.id)}/decide`}
              options={choosable(point)}
            />
            <p class="small muted">{decisionTexts.form.frozen}</p>
          </Section>
        )}
        <Comments
          of={readDiscussion(point.discussion)}
          path={{ kind: 'agenda_point', tor: committee.id, item: point.id }}
          reader={reader.id}
        />
      </Split>
    </PointFrame>
  );
};

const titleOf = ({ properties, label }: Point): string => properties['title'] ?? label;

/** Status, type, time and meeting in one line. */
const Facts = ({ of, tor }: { readonly of: Point; readonly tor: string }) => {
  const { properties, workflow, meeting } = of;
  const shell = useShell();
  const minutes = Number(properties['time_allocation_minutes'] ?? 0);
  const to = meeting === null ? '' : `/tor/${tor}/meetings/${meeting.id}`;
  const name =
    meeting === null ? '' : texts.meetingOf(dayInWords(meeting.date ?? '') || meeting.label);
  return (
    <span class="acts">
      <StatusMark definition={workflow} status={properties['status']} />
      <span>{texts.type[properties['item_type'] === 'decision' ? 'decision' : 'informative']}</span>
      {minutes > 0 && <span>{texts.minutes(minutes)}</span>}
      {meeting === null && isOpen(properties['status']) && <Unplanned tor={tor} />}
      {meeting !== null && (
        <span>
          {texts.item(meeting.number)}
          {shell.opens(to, { isMember: true, capabilities: new Set() }) ? (
            <a href={to}>{name}</a>
          ) : (
            name
          )}
        </span>
      )}
    </span>
  );
};

/** Links a point without a meeting to the meetings, where agendas are made. */
const Unplanned = ({ tor }: { readonly tor: string }) => {
  const to = `/tor/${tor}/meetings`;
  const mayOpen = useShell().opens(to, { isMember: true, capabilities: new Set() });
  return (
    <span>
      {texts.noMeeting}
      {mayOpen && (
        <>
          {' · '}
          <a href={to}>{texts.chooseMeeting}</a>
        </>
      )}
    </span>
  );
};

const Actions = ({ committee, point, reader }: PointPageProps) => {
  const to = pathOf(committee.id, point.id);
  const open = isOpen(point.properties['status']);
  const isDecision = point.properties['item_type'] === 'decision';
  const hasOwn = point.opinions.some(({ userId }) => userId === reader.id);
  const edits: readonly MenuAction[] = [
    ...(reader.edit && open
      ? [{ label: texts.actions.edit, icon: 'edit', to: `${to}/edit` } satisfies MenuAction]
      : []),
    ...(reader.addOption && open
      ? [{ label: texts.actions.addOption, icon: 'plus', to: `${to}/coa/new` } satisfies MenuAction]
      : []),
    ...(reader.editOption && open
      ? point.options.map(
          ({ id }, place): MenuAction => ({
            label: texts.actions.editOption(keyOf(place)),
            icon: 'edit',
            to: `${to}/coa/${id}/edit`,
          }),
        )
      : []),
  ];
  const removal: MenuAction = {
    ...{ label: texts.actions.remove, icon: 'trash', danger: true, asks: true },
    to: `${to}/delete`,
  };
  const groups = [edits, reader.remove && open ? [removal] : []];
  return (
    <>
      {isDecision && open && reader.giveOpinion && point.options.length > 0 && (
        <LinkButton to={`${to}/input`}>
          {hasOwn ? texts.actions.changeOpinion : texts.actions.opinion}
        </LinkButton>
      )}
      {groups.some((group) => group.length > 0) && (
        <RowMenu large label={texts.more} actions={groups} />
      )}
    </>
  );
};

/** The next moves; a decision is recorded in its own form. */
const NextMoves = ({ committee, point, moves }: PointPageProps) => {
  const shown = moves.filter(({ to }) => to !== 'voted');
  if (shown.length === 0) return null;
  return (
    <div class="next">
      <Moves
        of={shown}
        could={point.workflow.could}
        outcomeField="outcome_summary"
        request={({ to }) => ({
          to: `${pathOf(committee.id, point.id)}/transition`,
          fields: { to_status: to },
        })}
      />
    </div>
  );
};
