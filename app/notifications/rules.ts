import type { DomainEvent } from '../events/index.ts';
import type { Audience, Happening, NotificationKind } from './notification.ts';

/** The facts of an event that rules read. */
export type NotedEvent = Pick<
  DomainEvent,
  | 'id'
  | 'action'
  | 'actorId'
  | 'actorName'
  | 'targetType'
  | 'targetId'
  | 'before'
  | 'after'
  | 'details'
>;

/** Pages of items by entity type; `{tor}` and `{item}` are ids. */
export const itemPaths: Readonly<Record<string, string>> = {
  suggestion: '/tor/{tor}/suggestions/{item}',
  proposal: '/tor/{tor}/proposals/{item}',
  agenda_point: '/tor/{tor}/workflow/agenda/{item}',
  meeting: '/tor/{tor}/meetings/{item}',
  minutes: '/minutes/{item}',
  decision: '/decisions/{item}',
  action_item: '/action-items',
};

const reviewers = (type: 'suggestion' | 'proposal'): Audience =>
  type === 'suggestion'
    ? { kind: 'members', codes: ['suggestion.review'], capability: 'can_review_suggestions' }
    : {
        ...{ kind: 'members', codes: ['proposal.review', 'proposal.approve'] },
        capability: 'can_approve_proposals',
      };

interface What {
  readonly kind: NotificationKind;
  readonly what: string;
  readonly audience: Audience;
  readonly day?: string | null;
  /** Added to the path. */
  readonly anchor?: string;
}

/** Whom an event concerns, and how (spec notifications#kinds). Pure. */
export function happeningsOf(event: NotedEvent): readonly Happening[] {
  const { id, targetType, targetId, actorId, actorName } = event;
  const path = itemPaths[targetType ?? ''];
  if (targetId === null || path === undefined) return [];
  return whatOf(event).map(({ anchor = '', ...what }) => ({
    ...what,
    ...{ key: `event:${id}`, item: targetId, by: actorName, actor: actorId },
    path: `${path}${anchor}`,
  }));
}

function whatOf(event: NotedEvent): readonly What[] {
  switch (event.targetType) {
    case 'suggestion':
    case 'proposal':
      return [...reviewed(event, event.targetType), ...mentioned(event)];
    case 'agenda_point':
      return mentioned(event);
    case 'decision':
      return event.action === 'decision.finalized' || event.action === 'decision.corrected'
        ? [decided]
        : [];
    case 'minutes':
      return aboutMinutes(event);
    case 'meeting':
      return aboutMeeting(event);
    case 'action_item':
      return event.action === 'action_item.created' || event.action === 'action_item.updated'
        ? [assigned]
        : [];
    default:
      return [];
  }
}

const decided: What = {
  ...{ kind: 'decided', what: 'decision' },
  audience: { kind: 'members', codes: ['agenda.view'] },
};
const assigned: What = { kind: 'assigned', what: 'assigned', audience: { kind: 'owners' } };

/** The value that a change of the event gave to a property. */
const became = ({ after }: NotedEvent, key: string): string | undefined => {
  const value = after?.[key];
  return typeof value === 'string' ? value : undefined;
};

const outcomes = ['accepted', 'rejected', 'approved'];

function reviewed(event: NotedEvent, type: 'suggestion' | 'proposal'): readonly What[] {
  const status = became(event, 'status') ?? '';
  if (event.action === 'suggestion.created' || status === 'submitted')
    return [{ kind: 'review', what: type, audience: reviewers(type) }];
  return outcomes.includes(status) && event.before !== null
    ? [{ kind: 'decided', what: `${type}_${status}`, audience: { kind: 'author' } }]
    : [];
}

function mentioned({ action, details }: NotedEvent): readonly What[] {
  const comment = details?.['comment_id'];
  if (typeof comment !== 'string' || !/^comment\.(added|edited)$/.test(action)) return [];
  const audience: Audience = { kind: 'mentioned', comment };
  return [{ kind: 'mention', what: 'mention', audience, anchor: `#comment-${comment}` }];
}

function aboutMinutes(event: NotedEvent): readonly What[] {
  if (event.action === 'minutes.action_items_saved') return [assigned];
  return became(event, 'status') === 'pending_approval'
    ? [
        {
          kind: 'minutes',
          what: 'approve',
          audience: { kind: 'members', codes: ['minutes.approve'] },
        },
      ]
    : [];
}

const attendees: Audience = { kind: 'members', codes: ['meetings.view'] };

function aboutMeeting(event: NotedEvent): readonly What[] {
  if (became(event, 'status') === 'cancelled')
    return [{ kind: 'meeting', what: 'cancelled', audience: attendees }];
  const day = became(event, 'meeting_date');
  return event.action === 'meeting.updated' && day !== undefined && event.before !== null
    ? [{ kind: 'meeting', what: 'moved', audience: attendees, day }]
    : [];
}
