import type { VNode } from 'preact';
import type { AmendmentLine } from '../amendments/amendment.ts';
import { Amendments } from '../amendments/panel.tsx';
import type { Ballot } from '../ballots/ballot.ts';
import { BallotsSection } from '../ballots/panel.tsx';
import type { Comment, Discussion } from '../comments/comment.ts';
import { Comments } from '../comments/panel.tsx';
import { planOf } from '../meetings/agenda/rules.ts';
import { AgendaTable } from '../meetings/agenda/table.tsx';
import type { Entry } from '../meetings/entry.ts';
import { Clock } from '../meetings/live/clock.tsx';
import { SpeakersSection } from '../meetings/live/speakers.tsx';
import { Timer } from '../meetings/live/timer.tsx';
import { RollCallSection } from '../meetings/roll-call/section.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { WordDiff } from '../ui/word-diff.tsx';
import type { Definition } from '../workflow/index.ts';
import { GraphView } from '../workflow-builder/graph-view.tsx';
import { MotionSamples } from './motion-samples.tsx';
import { Sample } from './sample.tsx';
import { samplePeople } from './sample-people.ts';

const [chair, deputy, tester] = samplePeople.map(({ id, name }) => ({
  ...{ id, label: name, name: name.split(' ')[0]?.toLowerCase() ?? '' },
}));

const known = <Value,>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('There are fewer sample people.');
  return value;
};
const [ada, ben, cara] = [known(chair), known(deputy), known(tester)];

/**
 * The parts of governance pages, in their states, without data or effects; `?closed` shows them for
 * an item that is closed.
 */
export function governancePage(query: string): VNode {
  const isClosed = new URLSearchParams(query).has('closed');
  return (
    <Page title="Parts of governance pages" module="drawing">
      <Section id="samples" title="Samples" quiet>
        <Talk isClosed={isClosed} />
        <Changes isClosed={isClosed} />
        <Votes isClosed={isClosed} />
        <Agenda />
        <Floor isClosed={isClosed} />
        <MotionSamples isClosed={isClosed} />
        <Presence isClosed={isClosed} />
        <States />
      </Section>
    </Page>
  );
}

interface StateProps {
  readonly isClosed: boolean;
}

const path = { kind: 'proposal', tor: '1', item: '2' } as const;

const comment = (id: string, part: Partial<Comment>): Comment => ({
  ...{ id, thread: null, body: '', authorId: ada.id, author: ada.label, version: '1' },
  ...{ createdAt: new Date('2026-11-20T09:00:00Z'), editedAt: null, withdrawnAt: null },
  mentions: [],
  ...part,
});

const members = [ada, ben, cara];

const discussion: Discussion = {
  comments: [
    comment('1', { body: `Who tests it? @${cara.name}`, mentions: [cara] }),
    comment('2', {
      ...{ thread: '1', body: 'I do, on **Thursday**.', authorId: cara.id, author: cara.label },
      editedAt: new Date('2026-11-20T10:00:00Z'),
    }),
    comment('3', { withdrawnAt: new Date('2026-11-21T09:00:00Z') }),
    comment('4', { body: 'The window is too short.', authorId: null, author: null }),
  ],
  ...{ total: 9, isClosed: false, members },
};

const Talk = ({ isClosed }: StateProps) => (
  <Sample title="Comments">
    <div class="w-full">
      <Comments
        of={isClosed ? { comments: [], total: 0, isClosed, members } : discussion}
        path={path}
        reader={ada.id}
      />
    </div>
  </Sample>
);

const amendment = (id: string, part: Partial<AmendmentLine>): AmendmentLine => ({
  ...{ id, field: 'description', parts: 3, decided: [], authorId: ben.id, author: ben.label },
  ...{ createdAt: '2026-11-20T09:00:00Z', withdrawnAt: null },
  ...part,
});

const verdict = (part: number, is: 'accepted' | 'refused') => ({
  ...{ part, verdict: is, by: ada.label, at: '2026-11-21T09:00:00Z' },
});

const Changes = ({ isClosed }: StateProps) => (
  <>
    <Sample title="Amendments">
      <div class="w-full">
        <Amendments
          of={[
            amendment('1', {}),
            amendment('2', {
              decided: [verdict(0, 'accepted'), verdict(1, 'refused'), verdict(2, 'accepted')],
            }),
            amendment('3', { withdrawnAt: '2026-11-22T09:00:00Z', author: null }),
          ]}
          path={path}
          isOpen={!isClosed}
        />
      </div>
    </Sample>
    <Sample title="Amended text">
      <div class="w-full">
        <WordDiff
          label="Change of the description"
          before="The gates are updated in one night, from 01:00 to 04:00."
          after="The gates are updated in two nights, from 01:00 to 03:30."
        />
      </div>
    </Sample>
  </>
);

const seats = [ada, ben, cara].map(({ id, label }, at) => ({
  ...{ seat: `${at}:${id}`, position: ['Chair', 'Test Lead', 'Operations Lead'][at] ?? '' },
  ...{ holderId: id, holder: label, substitutes: [], weight: 1 },
}));

const ballot: Ballot = {
  ...{ id: '1', method: 'yes_no', majority: 'simple', hasCastingVote: true },
  ...{ isSecret: false, isWeighted: false, electorate: seats, openedById: ada.id },
  ...{ openedBy: ada.label, closedBy: null, closedAt: null, result: null, proxies: [] },
  options: [{ id: '7', title: 'Replace the gateway' }],
  voters: [{ seat: known(seats[1]).seat, voter: ben.label, way: 'own' }],
  votes: [{ seat: known(seats[1]).seat, choice: { kind: 'yes' } }],
};

const closed: Ballot = {
  ...ballot,
  ...{ id: '2', closedBy: ada.label, closedAt: '2026-11-24T10:00:00Z', isSecret: true, votes: [] },
  voters: seats.map(({ seat, holder }, at) => ({
    ...{ seat, voter: holder, way: at === 2 ? 'recused' : 'own' },
  })),
  result: {
    ...{ winner: '7', reason: 'majority', against: 0, abstained: 1, cast: 2, electorate: 3 },
    ...{ needed: 1 },
    rounds: [{ tallies: [{ option: '7', votes: 1 }], exhausted: 0, eliminated: [] }],
  },
};

const Votes = ({ isClosed }: StateProps) => (
  <Sample title="Ballots: open, and closed and secret">
    <div class="w-full">
      <BallotsSection
        of={isClosed ? [closed] : [ballot, closed]}
        to="/design/point"
        reader={ada.id}
        mayLead={!isClosed}
        isOpen={!isClosed}
        options={ballot.options}
      />
    </div>
  </Sample>
);

const committee = {
  ...{ id: '1', type: 'tor', name: 'cab', label: 'Change Advisory Board', properties: {} },
  ...{ version: '1', isActive: true, sortOrder: 0, isMember: true, capabilities: new Set<never>() },
  ...{ createdAt: new Date(0), updatedAt: new Date(0) },
};

const definition: Definition = {
  scope: 'agenda_point',
  statuses: [
    ['scheduled', 'Scheduled'],
    ['in_progress', 'In progress'],
    ['completed', 'Completed'],
  ].map(([code = '', label = ''], order) => ({
    ...{ id: code, code, label, order, isInitial: order === 0, isTerminal: order === 2 },
  })),
  transitions: [
    ['scheduled', 'in_progress', 'Start discussion'],
    ['in_progress', 'completed', 'Complete'],
    ['completed', 'scheduled', 'Reopen'],
  ].map(([from = '', to = '', label = '']) => ({
    ...{ id: `${from}_${to}`, from, to, label, permission: 'agenda.manage' },
    ...{ capability: null, condition: null, needsOutcome: false },
  })),
};

const entry = (id: string, title: string, part: Partial<Entry>): Entry => ({
  ...{ id, title, kind: 'point', minutes: 10, status: 'scheduled', itemType: 'informative' },
  ...{ presenter: null, used: 0, runningSince: null, notes: '', notesVersion: 0 },
  ...part,
});

const plan = planOf(
  [
    entry('1', 'Opening', { status: 'completed', used: 540 }),
    entry('2', 'Replace the gateway', {
      ...{ status: 'in_progress', itemType: 'decision', presenter: ben.label, used: 780 },
      runningSince: '2026-11-24T10:20:00Z',
    }),
    entry('3', 'Break', { kind: 'break', status: null, itemType: null }),
    entry('4', 'Outlook', { kind: 'section', minutes: null, status: null, itemType: null }),
    entry('5', 'Holiday freeze', {}),
  ],
  { begins: '10:00', duration: 30, now: new Date('2026-11-24T10:22:00Z') },
);

const Agenda = () => (
  <>
    <Sample title="Agenda, as a reader sees it">
      <div class="w-full">
        <AgendaTable
          {...{ committee, plan, address: '/design/agenda', focus: {} }}
          meeting={{ label: 'Sample meeting', itemStatuses: definition }}
          canChange={false}
        />
      </div>
    </Sample>
    <Sample title="Agenda that can be changed">
      <div class="w-full">
        <Form wide id="agenda" to="/design/agenda" label="Sample agenda" guard={false}>
          <AgendaTable
            {...{ committee, plan, address: '/design/agenda', focus: {} }}
            meeting={{ label: 'Sample meeting in preparation', itemStatuses: definition }}
            canChange
          />
        </Form>
      </div>
    </Sample>
    <Sample title="Time against the plan">
      <div class="w-full stack">
        {plan.entries.slice(0, 2).map((each) => (
          <p key={each.id}>
            {each.title} <Timer of={{ ...each, runningSince: null }} />
          </p>
        ))}
        <Clock plan={plan} />
      </div>
    </Sample>
  </>
);

const may = {
  ...{ id: cara.id, call: true, agenda: true, record: true, lead: true, minutes: true },
};

const Floor = ({ isClosed }: StateProps) => (
  <Sample title="List of speakers">
    <div class="w-full">
      <SpeakersSection
        address="/design/live"
        meeting={{
          speakers: [
            { id: '1', userId: ada.id, user: ada.label, beganAt: '2026-11-24T10:20:00Z' },
            { id: '2', userId: ben.id, user: ben.label, beganAt: null },
          ],
        }}
        may={may}
        isRunning={!isClosed}
      />
    </div>
  </Sample>
);

const Presence = ({ isClosed }: StateProps) => (
  <Sample title="Roll call">
    <div class="w-full">
      <RollCallSection
        address="/design/meeting"
        meeting={{ status: 'in_progress', attendance: { positions: [], rollCall: null } }}
        lines={[ada, ben, cara].map(({ id, name, label }, at) => ({
          ...{ userId: id, username: name, user: label, isMandatory: at === 0 },
          ...{ positions: [seats[at]?.position ?? ''], isRecorded: at < 2 },
          status: (['present', 'excused', undefined] as const)[at],
          representedBy: at === 1 ? cara.name : undefined,
          ...{ arrived: at === 0 ? '10:05' : undefined, left: at === 0 ? '11:20' : undefined },
          substitutes: [{ username: cara.name, user: cara.label }],
        }))}
        mayRecord={!isClosed}
      />
    </div>
  </Sample>
);

const States = () => (
  <Sample title="State graph">
    <div class="w-full">
      <GraphView definition={definition} label="agenda points" />
    </div>
  </Sample>
);
