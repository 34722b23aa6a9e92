import { expect, test } from 'vitest';
import { movedItems, type NotedEvent, warningOf } from './event-rules.ts';

const event = (action: string, more: Partial<NotedEvent> = {}): NotedEvent => ({
  ...{ id: '7', action, actorId: '1', targetType: 'user', targetId: '5', targetLabel: 'Ann' },
  ...{ before: null, after: null },
  ...more,
});

test.each([
  ['user.created', 'event.user.created', 'info', 'governance'],
  ['user.deleted', 'event.user.deleted', 'medium', 'governance'],
  ['role.permissions_changed', 'event.role.permissions_changed', 'info', 'security'],
])('spec warnings#events: %s raises %s', (action, source, severity, category) =>
  expect(warningOf(event(action))).toMatchObject([
    { source, severity, category, key: 'event:7', causedBy: '1' },
  ]),
);

test('other events raise none', () => expect(warningOf(event('user.updated'))).toEqual([]));

test('items whose status changed moved, each once', () => {
  const moved = { before: { status: 'draft' }, after: { status: 'submitted' } };
  expect(
    movedItems([
      event('proposal.submitted', { ...moved, targetType: 'proposal', targetId: '1' }),
      event('proposal.approved', { ...moved, targetType: 'proposal', targetId: '1' }),
      event('meeting.transition', { ...moved, targetType: 'meeting', targetId: '2' }),
      event('proposal.created', { after: { status: 'draft' }, targetType: 'proposal' }),
      event('action_item.status_changed', { ...moved, targetType: 'action_item' }),
    ]),
  ).toEqual(['1', '2']);
});
