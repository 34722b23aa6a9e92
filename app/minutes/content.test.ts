import { expect, test } from 'vitest';
import type { MinutedMotion } from '../motions/index.ts';
import { type MeetingFacts, sectionText } from './content.ts';
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
        { ...point, title: 'A', decision: { option: 'Yes', rationale: 'Less risk' } },
        { ...point, title: 'B', decision: { option: 'No', rationale: 'First.\n\nSecond.' } },
        { ...point, title: 'C', decision: null },
      ],
    },
    '- A: Yes — Less risk\n- B: No\n\n  First.\n\n  Second.',
  ],
  [
    'names that look like Markdown',
    'decisions',
    {
      points: [{ ...point, title: '*x* [y](z) <b>', decision: { option: '_a_b', rationale: '' } }],
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
