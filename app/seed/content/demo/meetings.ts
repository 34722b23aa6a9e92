import type { DayRule } from '../../calendar.ts';
import { entity, relation, type SeedEntity, type SeedRelation } from '../../model.ts';
import { type BodyName, bodies } from './terms-of-reference.ts';

type Status = 'projected' | 'confirmed' | 'in_progress' | 'completed' | 'cancelled';

interface Meeting {
  readonly body: BodyName;
  readonly day: DayRule;
  readonly status: Status;
  readonly number: string;
  readonly notes?: string;
}

const board = (occurrence: number): Pick<Meeting, 'body' | 'day' | 'number'> => ({
  body: 'it_governance_board',
  day: { cadence: 'monthly', weekday: 'wednesday', occurrence },
  number: 'IGB-{year}-{month}',
});

const changes = (day: DayRule): Pick<Meeting, 'body' | 'day' | 'number'> => ({
  body: 'change_advisory_board',
  day,
  number: 'CAB-{year}-{monthday}',
});

const biweekly = (occurrence: number): DayRule => ({
  cadence: 'biweekly',
  weekday: 'thursday',
  occurrence,
});

/** Day of the board's next meeting, which has the agenda point about the cloud platform. */
export const nextBoardDay: DayRule = board(1).day;

const meetings: Readonly<Record<string, Meeting>> = {
  igb_meeting_1: {
    ...board(-2),
    status: 'completed',
    notes:
      'The target architecture for the year was agreed. The network team presents its zero-trust plan next time.',
  },
  igb_meeting_2: {
    ...board(-1),
    status: 'completed',
    notes:
      'Zero-trust network architecture approved. Two cloud platforms were shortlisted; the choice is planned for the next meeting.',
  },
  igb_meeting_3: { ...board(1), status: 'confirmed' },
  igb_meeting_4: { ...board(2), status: 'projected' },
  cab_meeting_1: {
    ...changes(biweekly(-2)),
    status: 'completed',
    notes:
      'Eleven changes reviewed, ten approved. The database upgrade was moved to the next maintenance window.',
  },
  cab_meeting_2: {
    ...changes(biweekly(-1)),
    status: 'cancelled',
    notes: 'Cancelled: no change request was ready in time.',
  },
  // Always today, or the Friday before a weekend, so that every working day has a meeting in
  // progress.
  cab_meeting_3: { ...changes({ workingDay: 0 }), status: 'in_progress' },
  cab_meeting_4: { ...changes(biweekly(1)), status: 'projected' },
  bc_meeting_1: {
    body: 'budget_committee',
    day: { cadence: 'monthly', weekday: 'wednesday', occurrence: -1 },
    status: 'completed',
    number: 'BC-{year}-{month}',
    notes:
      'Spending is two percent below plan. The procurement process is to be revised; a draft is expected for the next meeting.',
  },
};

export const meetingEntities: readonly SeedEntity[] = Object.entries(meetings).map(
  ([name, { body, day, status, number, notes }]) =>
    entity(
      'meeting',
      name,
      { day, text: `${bodies[body].label} — {date}` },
      {
        meeting_date: { day },
        status,
        meeting_number: { day, text: number },
        ...(notes && { notes }),
      },
    ),
);

export const meetingRelations: readonly SeedRelation[] = Object.entries(meetings).map(
  ([name, { body }]) => relation('belongs_to_tor', `meeting:${name}`, `tor:${body}`),
);
