import { expect, test } from 'vitest';
import { type MeetingFacts, sectionText } from './content.ts';
import { type SectionType, sectionTypes } from './minutes.ts';
import { bodyOf } from './present.ts';

const nothing: MeetingFacts = { rollCall: [], positions: [], steps: [], points: [], carried: [] };
const point = { type: 'decision', minutes: 15, status: 'voted', notes: '', usedSeconds: null };

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
