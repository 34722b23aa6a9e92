import type { VNode } from 'preact';
import type { Committee } from '../authority/index.ts';
import { missing } from '../http/answers.ts';
import type { CommitteeCall, OwnCall } from '../http/call.ts';
import type { SignedIn } from '../http/visit.ts';
import type { CommandServices } from '../ontology/command.ts';
import { quorumOf } from '../quorum/index.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { movesFrom } from '../workflow/index.ts';
import type { Focus } from './agenda/section.tsx';
import { editMeetingPage, newMeetingPage } from './form-page.tsx';
import { listPage } from './list-page.tsx';
import { listMeetings, type Parts } from './list-queries.ts';
import type { Meeting } from './meeting.ts';
import { meetingPage } from './meeting-page.tsx';
import { agendaPlan } from './present.ts';
import { findMeeting, listMembers } from './queries.ts';
import { readerOf } from './reader.ts';
import { recordedIn } from './roll-call/recorded.ts';
import { linesOf } from './roll-call/rules.ts';

export type MeetingCall = CommitteeCall & { readonly meeting: string };

/** The pages of meetings with their data, read from the database. */
export function meetingViews({ db }: Pick<CommandServices, 'db'>) {
  /** Returns a meeting of the committee in the path. Throws 404 otherwise. */
  const seen = async ({ id, meeting, now }: MeetingCall): Promise<Meeting> => {
    const found = await findMeeting(db, id, meeting, now);
    if (found === undefined) throw missing();
    return found;
  };

  return {
    seen,

    async list({ actor, now }: OwnCall, pages: Parts): Promise<VNode> {
      const isAll = actor.permissions.has('tor.edit') || actor.permissions.has('workflow.manage');
      return listPage({ ...(await listMeetings(db, actor, now, pages)), pages, isAll });
    },

    async meeting(call: MeetingCall, focus: Focus = {}): Promise<VNode> {
      const { committee, actor, now } = call;
      const meeting = await seen(call);
      return meetingPage({
        ...{ committee, meeting, focus },
        ...partsOf(committee, meeting, actor, now),
      });
    },

    async create(call: CommitteeCall, state?: FormState): Promise<VNode> {
      const members = await listMembers(db, call.id, call.now);
      return newMeetingPage({
        ...{ committee: call.committee, members },
        state: state ?? freshForm(),
      });
    },

    async edit(call: MeetingCall, state?: FormState): Promise<VNode> {
      return editMeetingPage({ committee: call.committee, meeting: await seen(call), state });
    },
  };
}

/** Facts that the pages of a meeting derive from it. */
export function partsOf(committee: Committee, meeting: Meeting, actor: SignedIn, now: Date) {
  const { status, properties, attendance, answers, workflow } = meeting;
  const asker = { permissions: actor.permissions, standing: committee };
  return {
    moves: movesFrom(workflow, { status, properties }, asker),
    plan: agendaPlan(committee, meeting, now),
    quorum: quorumOf(committee.properties, attendance),
    lines: linesOf({ positions: attendance.positions, answers, recorded: recordedIn(properties) }),
    may: readerOf(actor, committee),
  };
}
