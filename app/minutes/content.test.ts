import { expect, test } from 'vitest';
import type { Ballot } from '../ballots/index.ts';
import type { MinutedMotion } from '../motions/index.ts';
import { type DecisionLine, type MeetingFacts, sectionText } from './content.ts';
import { type SectionType, sectionTypes } from './minutes.ts';
import { bodyOf } from './present.ts';

const nothing: MeetingFacts = { rollCall: [], positions: [], steps: [], points: [], carried: [] };
const point = {
  type: 'decision',
  minutes: 15,
  status: 'voted',
  notes: '',
  usedSeconds: null,
  motions: [],
};

const motion = (part: Partial<MinutedMotion>): MinutedMotion => ({
  ...{ kind: 'close_debate', wording: '', mover: 'Ann', seconder: 'Ben' },
  ...{ result: 'rejected', hands: null },
  ...part,
});
const hands = (yes: number, against: number, abstained: number) => ({
  ...{ for: yes, against, abstained },
});

const decision = (option: string, rationale: string, part: Partial<DecisionLine> = {}) => ({
  ...{ option, rationale, number: null, isWithoutQuorum: false, ballot: null },
  ...part,
});

/** A counted ballot on A and B, as a decision keeps it. */
const ballot = (part: Partial<Ballot>, result: object) => ({
  ...{ id: '1', method: 'yes_no', majority: 'simple', hasCastingVote: false, isSecret: false },
  ...{ isWeighted: false, electorate: [], openedById: '1', openedBy: 'Ann', closedBy: 'Ann' },
  ...{ closedAt: '2026-11-24T10:00:00Z', voters: [], votes: [], proxies: [] },
  options: [
    { id: '7', title: 'A' },
    { id: '8', title: '*B*' },
  ],
  ...part,
  result: {
    ...{ winner: '7', reason: 'majority', against: 0, abstained: 0, cast: 5, electorate: 6 },
    ...{ needed: 3, ...result },
  },
});
const round = (...votes: readonly number[]) => ({
  ...{ exhausted: 0, eliminated: [] },
  tallies: votes.map((count, at) => ({ option: String(7 + at), votes: count })),
});

test.each<[string, SectionType, Partial<MeetingFacts>, string]>([
  ['nothing', 'decisions', {}, '_None recorded._'],
  [
    'times of the roll call',
    'attendance',
    { rollCall: [{ username: 'ann', status: 'present', arrived: '10:05', left: '11:20' }] },
    '- ann: present (arrived 10:05, left 11:20)',
  ],
  [
    'seats: held, vacant and mandatory, vacant',
    'attendance',
    {
      positions: [
        { label: 'Chair', isMandatory: true, holders: ['Ann', 'Ben'] },
        { label: 'Clerk', isMandatory: true, holders: [] },
        { label: 'Guest', isMandatory: false, holders: [] },
      ],
    },
    '- Chair — **Ann**, **Ben** [M]\n- Clerk — **vacant, mandatory** [M]\n- Guest — *vacant*',
  ],
  [
    'steps',
    'protocol',
    {
      steps: [
        { order: 1, label: 'Opening', minutes: 5, isRequired: true },
        { order: 2, label: 'Close', minutes: null, isRequired: false },
      ],
    },
    '1. Opening (5 min) *\n2. Close',
  ],
  [
    'points with notes and time',
    'agenda_items',
    {
      points: [
        { ...point, title: 'Budget', notes: 'One.\n\n- Two', usedSeconds: 721, decision: null },
        { ...point, title: 'Any other', type: 'informative', minutes: null, decision: null },
      ],
    },
    '1. Budget (decision, 15 min, voted)\n\n   One.\n\n   - Two\n\n   *Took 12 min.*\n2. Any other (informative, voted)',
  ],
  [
    'motions with mover, seconder and result',
    'agenda_items',
    {
      points: [
        {
          ...{ ...point, title: 'Budget', type: 'informative', minutes: null, notes: 'One.' },
          ...{ usedSeconds: 60, decision: null },
          motions: [
            motion({ kind: 'close_debate', result: 'carried', hands: hands(4, 1, 2) }),
            motion({ kind: 'take_break', wording: 'ten *minutes*', seconder: null }),
            motion({ kind: 'other', wording: 'Hear the auditor', result: 'withdrawn' }),
            motion({ kind: 'change_order', result: 'lapsed' }),
          ],
        },
      ],
    },
    [
      '1. Budget (informative, voted)\n\n   One.\n',
      '   - Motion: Close the debate (moved by Ann, seconded by Ben): carried, 4 for, 1 against, 2 abstained',
      String.raw`   - Motion: Take a break: ten \*minutes\* (moved by Ann): rejected by consent`,
      '   - Motion: Hear the auditor (moved by Ann, seconded by Ben): withdrawn',
      '   - Motion: Change the order of the agenda (moved by Ann, seconded by Ben): lapsed\n',
      '   *Took 1 min.*',
    ].join('\n'),
  ],
  [
    'a decision with its reason, and one with paragraphs',
    'decisions',
    {
      points: [
        { ...point, title: 'A', decision: decision('Yes', 'Less risk') },
        { ...point, title: 'B', decision: decision('No', 'First.\n\nSecond.') },
        { ...point, title: 'C', decision: null },
      ],
    },
    '- A: Yes — Less risk\n- B: No\n\n  First.\n\n  Second.',
  ],
  [
    'the number of a decision, by which vote it was made, and that there was no quorum',
    'decisions',
    {
      points: [
        {
          ...{ ...point, title: 'A' },
          decision: decision('Yes', 'Less risk', {
            number: '2026/14',
            isWithoutQuorum: true,
            ballot: ballot({}, { against: 1, abstained: 1, rounds: [round(3)] }),
          }),
        },
        {
          ...{ ...point, title: 'B' },
          decision: decision('No', 'First.\n\nSecond.', {
            number: '2026/15',
            ballot: ballot(
              { method: 'ranked', majority: 'absolute', isSecret: true },
              { rounds: [round(2, 2), round(4, 1)] },
            ),
          }),
        },
        {
          ...{ ...point, title: 'C' },
          decision: decision('No', '', {
            ballot: ballot(
              { method: 'approval', majority: 'two_thirds', isWeighted: true },
              { rounds: [round(1, 0)], electorate: 1, cast: 1 },
            ),
          }),
        },
        { ...point, title: 'D', decision: decision('No', '', { ballot: { method: 'shouted' } }) },
      ],
    },
    [
      '- A: Yes — Less risk\n',
      '  Decision 2026/14. Ballot (yes or no, simple majority, open): 3 for, 1 against, 1 abstained, 5 of 6 votes cast. **Made without quorum.**',
      '- B: No\n\n  First.\n\n  Second.\n',
      String.raw`  Decision 2026/15. Ballot (ranking, absolute majority, secret): “A” 4, “\*B\*” 1, in round 2, 5 of 6 votes cast.`,
      '- C: No\n',
      String.raw`  Ballot (approval, two thirds, open, weighted by position): “A” 1, “\*B\*” 0, 1 of 1 vote cast.`,
      '- D: No',
    ].join('\n'),
  ],
  [
    'names that look like Markdown',
    'decisions',
    {
      points: [{ ...point, title: '*x* [y](z) <b>', decision: decision('_a_b', '') }],
    },
    String.raw`- \*x\* \[y\](z) \<b>: \_a_b`,
  ],
  [
    'open action items',
    'action_items',
    {
      carried: [
        { description: 'Call', owner: 'Ann', due: '2026-12-01' },
        { description: 'Ask', owner: '', due: '' },
      ],
    },
    '- Call (Ann, due 2026-12-01)\n- Ask',
  ],
])('spec minutes#generation: %s', (_, type, facts, body) => {
  const content = sectionText(type, { ...nothing, ...facts });
  expect(bodyOf({ type, content })).toBe(body);
});

test('spec minutes#generation: each section starts with its title', () => {
  for (const type of sectionTypes) expect(sectionText(type, nothing)).toMatch(/^## [A-Z]/);
});
