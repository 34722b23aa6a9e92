import { expect, test } from 'vitest';
import { happeningsOf, type NotedEvent } from './rules.ts';

const event = (action: string, targetType: string, more: Partial<NotedEvent> = {}): NotedEvent => ({
  ...{ id: '7', action, actorId: '1', actorName: 'ann', targetType, targetId: '5' },
  ...{ before: null, after: null, details: null },
  ...more,
});
const moved = (status: string) => ({ before: { status: 'before' }, after: { status } });

test.each<[string, NotedEvent, readonly string[]]>([
  [
    'a proposal is submitted',
    event('proposal.submitted', 'proposal', moved('submitted')),
    ['review proposal members'],
  ],
  [
    'a suggestion is made',
    event('suggestion.created', 'suggestion', { after: { status: 'open' } }),
    ['review suggestion members'],
  ],
  [
    'a proposal is approved',
    event('proposal.approved', 'proposal', moved('approved')),
    ['decided proposal_approved author'],
  ],
  [
    'a suggestion is rejected in a list',
    event('suggestion.transition', 'suggestion', moved('rejected')),
    ['decided suggestion_rejected author'],
  ],
  [
    'a proposal is drafted',
    event('proposal.created', 'proposal', { after: { status: 'draft' } }),
    [],
  ],
  ['a review starts', event('proposal.review_started', 'proposal', moved('under_review')), []],
  [
    'a comment mentions people',
    event('comment.added', 'agenda_point', { details: { comment_id: '9' } }),
    ['mention mention mentioned'],
  ],
  [
    'a comment is withdrawn',
    event('comment.withdrawn', 'proposal', { details: { comment_id: '9' } }),
    [],
  ],
  ['a decision is recorded', event('decision.finalized', 'decision'), ['decided decision members']],
  ['decisions are exported', event('decision.exported', 'decision'), []],
  [
    'minutes wait for approval',
    event('minutes.status_changed', 'minutes', moved('pending_approval')),
    ['minutes approve members'],
  ],
  ['minutes are approved', event('minutes.status_changed', 'minutes', moved('approved')), []],
  [
    'minutes list action items',
    event('minutes.action_items_saved', 'minutes'),
    ['assigned assigned owners'],
  ],
  [
    'an action item is made',
    event('action_item.created', 'action_item'),
    ['assigned assigned owners'],
  ],
  ['an action item is done', event('action_item.status_changed', 'action_item', moved('done')), []],
  [
    'a meeting is cancelled',
    event('meeting.transition', 'meeting', moved('cancelled')),
    ['meeting cancelled members'],
  ],
  [
    'a meeting moves',
    event('meeting.updated', 'meeting', {
      before: { meeting_date: '2026-03-04' },
      after: { meeting_date: '2026-03-05' },
    }),
    ['meeting moved members'],
  ],
  [
    'the room of a meeting changes',
    event('meeting.updated', 'meeting', { before: { location: 'A' }, after: { location: 'B' } }),
    [],
  ],
  ['a user is created', event('user.created', 'user'), []],
  ['something without a target happens', event('data.imported', 'import', { targetId: null }), []],
])('spec notifications#kinds: when %s', (_, happened, expected) =>
  expect(
    happeningsOf(happened).map(({ kind, what, audience }) => `${kind} ${what} ${audience.kind}`),
  ).toEqual(expected),
);

test('a happening names who did it and leads to the page about it', () =>
  expect(
    happeningsOf(event('comment.edited', 'proposal', { details: { comment_id: '9' } })),
  ).toMatchObject([
    {
      ...{ key: 'event:7', actor: '1', by: 'ann', item: '5' },
      path: '/tor/{tor}/proposals/{item}#comment-9',
    },
  ]));
