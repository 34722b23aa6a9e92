import * as packs from '#app/meeting-pack/commands.ts';
import * as agenda from '#app/meetings/agenda/commands.ts';
import * as meetings from '#app/meetings/commands.ts';
import { answerInvitation } from '#app/meetings/invitations/commands.ts';
import * as live from '#app/meetings/live/commands.ts';
import { saveRollCall } from '#app/meetings/roll-call/commands.ts';
import type { MotionPath } from '#app/motions/commands.ts';
import * as motions from '#app/motions/commands.ts';
import type { Actor } from '#app/ontology/actor.ts';
import type { Command } from '#app/ontology/command.ts';
import type { AppServer } from '#test/support/app-server.ts';
import type { Failures } from '#test/support/fail-each-statement.ts';
import { insert, join } from './calendar-fixture.ts';
import { callRoll, seat } from './motion-fixture.ts';
import { freshName, newActor } from './people-fixture.ts';

interface Setting {
  readonly app: AppServer;
  readonly actor: Actor & { readonly id: string };
  /** Makes each statement of a command fail in turn. */
  readonly failing: <Input, Saved>(
    command: Command<Input, Saved>,
    input: Input,
  ) => Promise<Failures>;
  readonly madeTor: () => Promise<string>;
}

/** Tries each command of meetings, for the test of all commands. */
export function meetingCommands(setting: () => Setting) {
  const failing: Setting['failing'] = (command, input) => setting().failing(command, input);
  /** A confirmed meeting of a new committee. */
  const confirmed = async (): Promise<{ tor: string; id: string }> => {
    const { app, actor, madeTor } = setting();
    const tor = await madeTor();
    const made = await meetings.confirmMeeting(app.services, actor, {
      ...{ tor, date: '2126-03-04', earliest: 'today' },
    });
    return { tor, id: made.ok ? made.value.id : '' };
  };
  const point = async (tor: string): Promise<string> => {
    const { app } = setting();
    const id = await insert(app, 'agenda_point', freshName(), { status: 'scheduled' });
    await join(app, 'belongs_to_tor', id, tor);
    return id;
  };
  /** A meeting with two points on its agenda; `entry` is the first. */
  const withAgenda = async (): Promise<{ tor: string; id: string; entry: string }> => {
    const { app, actor } = setting();
    const meeting = await confirmed();
    const points = [await point(meeting.tor), await point(meeting.tor)];
    await agenda.assignPoints(app.services, actor, { ...meeting, points });
    return { ...meeting, entry: points[0] ?? '' };
  };

  const running = async (): Promise<{ tor: string; id: string; entry: string }> => {
    const { app, actor } = setting();
    const meeting = await withAgenda();
    await meetings.moveMeeting(app.services, actor, { ...meeting, to: 'in_progress' });
    return meeting;
  };

  /** A running meeting with a motion of another user that waits; the actor is present. */
  const moved = async (): Promise<MotionPath> => {
    const { app, actor } = setting();
    const meeting = await debating();
    const other = await newActor(app, 'admin');
    await seat(app, meeting.tor, other.id);
    await callRoll(app, meeting, [actor, other]);
    const made = await motions.moveMotion(app.services, other, {
      ...{ ...meeting, kind: 'take_break', wording: '' },
    });
    if (!made.ok) throw new Error('The motion was refused.');
    return { ...meeting, motion: made.value };
  };
  /** A running meeting with a current item; the actor is present. */
  const debating = async () => {
    const { app, actor } = setting();
    const meeting = await running();
    await seat(app, meeting.tor, actor.id);
    await callRoll(app, meeting, [actor]);
    await live.startItem(app.services, actor, meeting);
    return meeting;
  };

  const issued = async () => {
    const { app, actor } = setting();
    const { tor, id } = await withAgenda();
    await packs.issuePack(app.services, actor, { tor, meeting: id, documents: [] });
    return { tor, meeting: id, number: 1 };
  };

  return {
    'meetings/commands.ts confirmMeeting': async () =>
      failing(meetings.confirmMeeting, {
        ...{ tor: await setting().madeTor(), date: '2126-03-04', earliest: 'today' },
      }),
    'meetings/commands.ts updateMeeting': async () =>
      failing(meetings.updateMeeting, {
        ...{ ...(await confirmed()), date: '2126-03-11', version: undefined },
        details: { location: 'Hall', notes: '', meeting_number: '7' },
      }),
    'meetings/commands.ts moveMeeting': async () =>
      failing(meetings.moveMeeting, { ...(await confirmed()), to: 'in_progress' }),
    'meetings/agenda/commands.ts assignPoints': async () => {
      const meeting = await confirmed();
      return failing(agenda.assignPoints, { ...meeting, points: [await point(meeting.tor)] });
    },
    'meetings/agenda/commands.ts carryOver': async () => {
      const { app } = setting();
      const meeting = await confirmed();
      const left = await point(meeting.tor);
      const last = await insert(app, 'meeting', freshName(), {
        ...{ meeting_date: '2025-03-04', status: 'completed' },
      });
      await join(app, 'belongs_to_tor', last, meeting.tor);
      await join(app, 'scheduled_for_meeting', left, last);
      return failing(agenda.carryOver, meeting);
    },
    'meetings/agenda/commands.ts removePoint': async () => {
      const { entry, ...meeting } = await withAgenda();
      return failing(agenda.removePoint, { ...meeting, point: entry });
    },
    'meetings/agenda/commands.ts moveAgendaEntry': async () =>
      failing(agenda.moveAgendaEntry, { ...(await withAgenda()), place: { by: 'down' } }),
    'meetings/agenda/commands.ts addEntry': async () =>
      failing(agenda.addEntry, {
        ...{ ...(await confirmed()), kind: 'break', title: 'Coffee', minutes: 10 },
      }),
    'meetings/agenda/commands.ts removeEntry': async () => {
      const { app } = setting();
      const meeting = await confirmed();
      const entry = await insert(app, 'meeting_entry', freshName(), { kind: 'section' });
      await join(app, 'entry_of', entry, meeting.id);
      return failing(agenda.removeEntry, { ...meeting, entry });
    },
    'meetings/invitations/commands.ts answerInvitation': async () => {
      const { app, actor } = setting();
      const meeting = await confirmed();
      const seat = await insert(app, 'tor_function', freshName());
      await join(app, 'belongs_to_tor', seat, meeting.tor);
      await join(app, 'fills_position', actor.id, seat);
      return failing(answerInvitation, {
        ...{ ...meeting, answer: 'accepted', substitute: '', note: '' },
      });
    },
    'meetings/live/commands.ts startItem': async () => failing(live.startItem, await running()),
    'meetings/live/commands.ts stopItem': async () => {
      const { app, actor } = setting();
      const meeting = await running();
      await live.startItem(app.services, actor, meeting);
      return failing(live.stopItem, meeting);
    },
    'meetings/live/commands.ts saveNotes': async () =>
      failing(live.saveNotes, { ...(await running()), notes: 'Presented.', version: 0 }),
    'meetings/live/commands.ts askForFloor': async () => failing(live.askForFloor, await running()),
    'meetings/live/commands.ts changeFloor': async () => {
      const { app, actor } = setting();
      const meeting = await running();
      await live.askForFloor(app.services, actor, meeting);
      const { rows } = await app.services.pool.query<{ id: string }>(
        'select max(id)::text as id from meeting_speakers',
      );
      return failing(live.changeFloor, { ...meeting, speaker: rows[0]?.id ?? '', to: 'give' });
    },
    'motions/commands.ts moveMotion': async () =>
      failing(motions.moveMotion, {
        ...{ ...(await debating()), kind: 'other', wording: 'Hear the auditor' },
      }),
    'motions/commands.ts secondMotion': async () => failing(motions.secondMotion, await moved()),
    'motions/commands.ts openMotion': async () => failing(motions.openMotion, await moved()),
    'motions/commands.ts closeMotion': async () => {
      const { app, actor } = setting();
      const motion = await moved();
      await motions.openMotion(app.services, actor, motion);
      const hands = { for: 2, against: 0, abstained: 0 };
      return failing(motions.closeMotion, { ...motion, result: 'carried', hands });
    },
    'meeting-pack/commands.ts issuePack': async () => {
      const { tor, id } = await withAgenda();
      return failing(packs.issuePack, { tor, meeting: id, documents: [] });
    },
    'meeting-pack/commands.ts noteOpened': async () => failing(packs.noteOpened, await issued()),
    'meeting-pack/commands.ts markRead': async () => failing(packs.markRead, await issued()),
    'meetings/roll-call/commands.ts saveRollCall': async () =>
      failing(saveRollCall, {
        ...(await confirmed()),
        rollCall: '[{"username":"ann","status":"present"}]',
      }),
  };
}
