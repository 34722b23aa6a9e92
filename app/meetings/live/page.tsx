import type { VNode } from 'preact';
import type { Committee } from '../../authority/index.ts';
import { BallotsSection } from '../../ballots/index.ts';
import { type MotionsProps, MotionsSection } from '../../motions/index.ts';
import { type Quorum, QuorumMeter } from '../../quorum/index.ts';
import { isoIn } from '../../time-zone.ts';
import { LinkButton } from '../../ui/button.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { Note } from '../../ui/note.tsx';
import { Section, Split } from '../../ui/section.tsx';
import { type Move, Moves, Steps } from '../../workflow/index.ts';
import { ActionsSection } from '../actions-section.tsx';
import { type AgendaPlan, forecastOf } from '../agenda/rules.ts';
import type { RollCallLine } from '../attendance.ts';
import type { Meeting } from '../meeting.ts';
import { MeetingFrame } from '../meeting-page.tsx';
import type { Reader } from '../reader.ts';
import { RollCallSection } from '../roll-call/section.tsx';
import { texts } from '../texts.ts';
import { Clock } from './clock.tsx';
import { NotesByItem } from './notes.tsx';
import { NowPanel } from './now-panel.tsx';
import { RunTable } from './run-table.tsx';
import { SpeakersSection } from './speakers.tsx';

const words = texts.live;

interface LivePageProps extends RefusedForms {
  readonly committee: Committee;
  readonly meeting: Meeting;
  readonly moves: readonly Move[];
  readonly plan: AgendaPlan;
  readonly lines: readonly RollCallLine[];
  readonly quorum: Quorum;
  readonly may: Reader;
  readonly now: Date;
}

/** Forms of the page that were refused. */
export interface RefusedForms {
  /** Notes, with the entry they are about. */
  readonly notes?: { readonly entry: string; readonly state: FormState } | undefined;
  readonly motion?: MotionsProps['refused'];
}

/**
 * A running meeting: every part is replaced when something changes, and the whole page is the same
 * without script (spec meetings#live).
 */
export const livePage = (props: LivePageProps): VNode => {
  const { committee, meeting, moves, plan, lines, quorum, may, now } = props;
  const detail = `/tor/${committee.id}/meetings/${meeting.id}`;
  const address = `${detail}/live`;
  const isRunning = meeting.status === 'in_progress';
  return (
    <MeetingFrame
      committee={committee}
      meeting={meeting}
      title={words.title}
      action={<LinkButton to={detail}>{words.back}</LinkButton>}
    >
      <div data-follow={address} data-state={`${address}/state`} data-now={now.toISOString()}>
        <p
          class="small muted live-state"
          role="status"
          data-offline={words.offline}
          data-restored={words.restored}
        />
        <div id="live-steps" data-part="">
          <Steps of={meeting.workflow} status={meeting.status} />
          {!isRunning && (
            <Note>{meeting.status === 'completed' ? words.over : words.notStarted}</Note>
          )}
          <div class="meeting-moves">
            <Moves
              of={moves}
              could={meeting.workflow.could}
              onlyAllowed
              request={({ to }) => ({ to: `${detail}/transition`, fields: { new_status: to } })}
            />
          </div>
        </div>
        <Split
          label={words.aside}
          aside={
            <>
              <div id="live-quorum" class="sec" data-part="">
                <QuorumMeter of={quorum} />
              </div>
              <div id="live-speakers" class="sec" data-part="">
                <SpeakersSection {...{ address, meeting, may, isRunning }} />
              </div>
              <div id="live-roll" class="sec" data-part="">
                <RollCallSection
                  {...{ address: detail, meeting, lines }}
                  mayRecord={may.record}
                  back={address}
                />
              </div>
            </>
          }
        >
          <div id="live-now" class="sec" data-part="">
            {isRunning && <NowPanel {...props} address={address} />}
          </div>
          <div id="live-motions" class="sec" data-part="" data-keeps-fields="">
            {isRunning && <Motions {...props} address={address} />}
          </div>
          <div id="live-ballots" class="sec" data-part="" data-keeps-fields="">
            {isRunning && <Voting {...props} address={address} />}
          </div>
          <div id="live-agenda" class="sec" data-part="">
            <AgendaNow {...{ committee, meeting, plan, may, address, isRunning }} />
          </div>
          <div id="live-actions" class="sec" data-part="">
            {isRunning && <ActionsSection {...{ committee, meeting }} seesMinutes={may.minutes} />}
          </div>
          <div id="live-notes" class="sec" data-part="">
            <NotesByItem plan={plan} motions={meeting.motions} />
          </div>
        </Split>
      </div>
    </MeetingFrame>
  );
};

/** The motions on the current item: moved by members, opened and settled by the chair. */
const Motions = (props: LivePageProps & { address: string }) => {
  const { meeting, plan, quorum, may, address, motion } = props;
  return (
    <MotionsSection
      of={meeting.motions}
      to={`${address}/motions`}
      item={plan.current?.kind === 'point' ? plan.current.id : undefined}
      seats={quorum.seats}
      votes={quorum.present}
      reader={{ id: may.id, leads: may.agenda }}
      refused={motion}
    />
  );
};

/** The ballots on the current item: opened and closed here, and voted on. */
const Voting = ({ committee, meeting, may, address }: LivePageProps & { address: string }) => {
  if (meeting.voting === null) return null;
  const { point, status, ballots, options } = meeting.voting;
  return (
    <BallotsSection
      of={ballots}
      to={`/tor/${committee.id}/workflow/agenda/${point}`}
      back={address}
      reader={may.id}
      mayLead={may.lead}
      isOpen={status !== 'voted' && status !== 'completed'}
      options={options}
    />
  );
};

interface AgendaNowProps extends Pick<LivePageProps, 'committee' | 'meeting' | 'plan' | 'may'> {
  readonly address: string;
  readonly isRunning: boolean;
}

const AgendaNow = ({ committee, meeting, plan, may, address, isRunning }: AgendaNowProps) => {
  const { points, minutes } = plan;
  const started = startOf(meeting);
  const forecast = started === undefined ? undefined : forecastOf(plan, started);
  return (
    <Section
      id="agenda"
      title={texts.agenda.title}
      count={texts.agenda.sum(points, minutes)}
      end={
        isRunning && forecast !== undefined ? (
          forecast.late > 0 ? (
            <span class="over">{texts.agenda.late(forecast.late, forecast.ends)}</span>
          ) : (
            <span class="muted">{texts.agenda.onTime(forecast.ends)}</span>
          )
        ) : undefined
      }
    >
      <Clock plan={plan} />
      <RunTable {...{ committee, meeting, plan, address }} canRun={may.agenda && isRunning} />
    </Section>
  );
};

/** When the meeting was opened, HH:MM in the installation's zone. */
function startOf({ workflow, zone }: Meeting): string | undefined {
  const move = workflow.moves.findLast(({ to }) => to === 'in_progress');
  if (move === undefined) return undefined;
  return isoIn(new Date(move.at), zone).slice(11, 16);
}
