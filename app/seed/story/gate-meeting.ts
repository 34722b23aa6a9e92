import { createPoint, movePoint } from '../../agenda/commands.ts';
import { castVote, closeBallot, nameProxy, openBallot } from '../../ballots/commands.ts';
import { correctDecision, decide } from '../../decisions/commands.ts';
import { issuePack, markRead } from '../../meeting-pack/commands.ts';
import { assignPoints } from '../../meetings/agenda/commands.ts';
import { confirmMeeting, moveMeeting } from '../../meetings/commands.ts';
import { saveNotes, startItem, stopItem } from '../../meetings/live/commands.ts';
import { saveRollCall } from '../../meetings/roll-call/commands.ts';
import { closeMotion, moveMotion, openMotion, secondMotion } from '../../motions/commands.ts';
import type { GateNight, Option } from './gate-night.ts';
import type { Teller } from './teller.ts';

// A meeting that votes and decides.

/** The vote of each seat, best first; the holder of the second is excused and has a proxy. */
const votes: readonly (readonly [position: string, holder: string, voter: string, Option[]])[] = [
  ['cab_chair', 'henry', 'henry', ['wednesday', 'sunday', 'stations']],
  ['cab_technical_lead', 'frank', 'grace', ['wednesday', 'stations']],
  ['cab_member', 'grace', 'grace', ['wednesday', 'sunday']],
  ['cab_operations', 'irene', 'irene', ['sunday', 'wednesday']],
];

const rationale = `Two short nights need no additional staff, and a failed update is tried again after two weeks.

- The first night is the Wednesday after next.
- The operations center may postpone a night until noon of the same day.`;

const notes = {
  changes:
    'Eleven changes reviewed, ten approved. The database upgrade was moved to the next maintenance window.',
  gates:
    'Grace presented the proposal and its amendment. Irene asked for a deadline to postpone a night; the board set it to noon.',
};

/** Tells the meeting on `day`. Returns its id. */
export async function tellMeeting(
  teller: Teller,
  { tor, point, options }: GateNight,
  day: string,
): Promise<string> {
  const { does, at, id: idOf } = teller;
  at(day, -8, '09:00');
  const meeting = await does('henry', confirmMeeting, {
    ...{ tor, date: day, earliest: 'today' as const },
    details: {
      ...{ location: 'Operations Room 2', classification: 'Internal' },
      meeting_number: `CAB-${day.slice(0, 4)}-${day.slice(5).replace('-', '')}`,
      ...{ chair_user_id: idOf('user:henry'), secretary_user_id: idOf('user:eva') },
    },
  });
  const changes = await does('grace', createPoint, {
    ...{ tor, title: 'Changes since the last meeting', item_type: 'informative' as const },
    description: 'Each change of the last two weeks, with its result.',
    ...{ scheduled_date: day, time_allocation_minutes: 15, presenter: 'Henry' },
    ...{ priority: 'normal' as const, pre_read_url: '' },
  });
  const path = { tor, id: meeting.id };
  await does('eva', assignPoints, { ...path, points: [changes.id, point] });

  at(day, -2, '15:00');
  const pack = { tor, meeting: meeting.id };
  const number = await does('eva', issuePack, { ...pack, documents: [] });
  at(day, -1, '17:30');
  for (const reader of ['henry', 'grace', 'irene'])
    await does(reader, markRead, { ...pack, number });

  at(day, 0, '10:00');
  await does('henry', moveMeeting, { ...path, to: 'in_progress' });
  await does('eva', saveRollCall, { ...path, rollCall: rollCall() });
  await does('henry', startItem, { ...path, entry: changes.id });
  await does('eva', saveNotes, { ...path, entry: changes.id, notes: notes.changes, version: 0 });
  at(day, 0, '10:14');
  await does('henry', movePoint, {
    ...{ tor, id: changes.id, to: 'completed', outcome: 'Ten of eleven changes are done.' },
  });
  await does('henry', startItem, { ...path, entry: point });
  await does('eva', saveNotes, { ...path, entry: point, notes: notes.gates, version: 0 });
  at(day, 0, '10:27');
  await tellMotion(teller, path);
  at(day, 0, '10:31');
  await tellVote(teller, { tor, point, options });
  at(day, 0, '10:36');
  await does('henry', decide, {
    ...{ tor, id: point, selected_coa_id: options.wednesday, decision_rationale: rationale },
  });
  at(day, 0, '10:38');
  await does('henry', movePoint, { tor, id: point, to: 'completed' });
  await does('henry', stopItem, path);
  at(day, 0, '10:45');
  await does('henry', moveMeeting, { ...path, to: 'completed' });
  return meeting.id;
}

const rollCall = () =>
  JSON.stringify([
    { username: 'henry', status: 'present' },
    { username: 'frank', status: 'excused' },
    { username: 'grace', status: 'present' },
    { username: 'irene', status: 'present' },
    { username: 'eva', status: 'present' },
  ]);

/** A member wants to vote; nobody objects. */
async function tellMotion(
  { does }: Teller,
  path: { readonly tor: string; readonly id: string },
): Promise<void> {
  const motion = await does('grace', moveMotion, {
    ...{ ...path, kind: 'close_debate' as const, wording: 'vote after Irene’s question' },
  });
  await does('irene', secondMotion, { ...path, motion });
  await does('henry', openMotion, { ...path, motion });
  await does('henry', closeMotion, { ...path, motion, result: 'carried' });
}

/** An open, ranked ballot: three seats by themselves, one by a proxy. */
async function tellVote(
  { does, id: idOf }: Teller,
  { tor, point, options }: GateNight,
): Promise<void> {
  const ballot = await does('henry', openBallot, {
    ...{ tor, id: point, method: 'ranked' as const, majority: 'simple' as const, coa_ids: [] },
    ...{ is_secret: false, is_weighted: false, has_casting_vote: false },
  });
  const path = { tor, id: point, ballot };
  const seatOf = (position: string, holder: string) =>
    `${idOf(`tor_function:${position}`)}:${idOf(`user:${holder}`)}`;
  for (const [position, holder, voter, ranking] of votes) {
    const seat = seatOf(position, holder);
    if (voter !== holder)
      await does(holder, nameProxy, { ...path, seat, user_id: idOf(`user:${voter}`) });
    const choice = { kind: 'rank' as const, options: ranking.map((option) => options[option]) };
    await does(voter, castVote, { ...path, seat, choice });
  }
  await does('henry', closeBallot, path);
}

/** Tells how a slip in the decision was corrected by a second one. */
export async function tellCorrection(
  { does, at }: Teller,
  { tor, point, options }: GateNight,
  day: string,
): Promise<void> {
  at(day, 6, '11:20');
  await does('henry', correctDecision, {
    ...{ tor, id: point, selected_coa_id: options.wednesday },
    decision_rationale: rationale.replace(
      'the Wednesday after next',
      'the Wednesday before the next meeting',
    ),
  });
}
