import { expect, test } from 'vitest';
import { type Pace, paced, type Reader, subjectsOf } from './rules.ts';

test('spec live#connection: a page may send five messages within any second', () => {
  const sent = (moments: readonly number[]) =>
    moments.reduce<Pace | undefined>((pace, at) => pace && paced(pace, at), []);
  expect(sent([0, 100, 200, 300, 400])).toBeDefined();
  expect(sent([0, 100, 200, 300, 400, 999])).toBeUndefined();
  expect(sent([0, 100, 200, 300, 400, 1000])).toBeDefined();
  expect(sent([0, 100, 200, 300, 400, 1000, 1050])).toBeUndefined();
});

const reader = (
  permissions: Reader['permissions'],
  standings: Reader['standings'] = {},
): Reader => ({
  ...{ id: '7', permissions, standings },
});
const views = new Set(['suggestion.view', 'proposal.view'] as const);
const lines = (topic: string, of: Reader) =>
  [...(subjectsOf(topic, of) ?? [])].map(
    ([subject, kinds]) => `${subject}: ${[...kinds].join(' ')}`,
  );

test.each<[topic: string, reader: Reader, subjects: readonly string[]]>([
  ['/notifications', reader(new Set()), ['7: notification']],
  ['/warnings', reader(new Set()), ['7: warning']],
  ['/tor/5/workflow', reader(views, { 5: [] }), ['5: suggestion proposal']],
  ['/tor/5/workflow', reader(new Set(), { 5: ['can_approve_proposals'] }), ['5: ']],
  ['/tor/5/workflow', reader(new Set([...views, 'tor.edit'])), ['5: suggestion proposal']],
  ['/tor/5/workflow', reader(views, { 6: [] }), ['5: ']],
  ['/my-work', reader(views), []],
  [
    '/my-work',
    reader(new Set(['agenda.view']), { 5: [], 6: [] }),
    ['5: agenda_point meeting minutes action_item', '6: agenda_point meeting minutes action_item'],
  ],
  ['/search', reader(new Set(), { 5: [] }), ['5: meeting minutes action_item']],
  ['/tor/5/meetings/7/live', reader(views, { 5: [] }), ['5: live']],
  ['/tor/5/meetings/7', reader(views, { 5: [] }), []],
  ['/data-manager', reader(new Set()), ['0: import']],
  ['/users', reader(views), []],
  ['/tor/5', reader(views, { 5: [] }), []],
  ['/tor/5/workflow/', reader(views, { 5: [] }), []],
])('spec live#lists: what changes %s', (topic, of, subjects) => {
  expect(lines(topic, of)).toEqual(subjects);
});
