import type { DomainEvent } from '../events/index.ts';
import { texts } from './texts.ts';
import type { NewWarning } from './warning.ts';

/** The facts of an event that rules read. */
export type NotedEvent = Pick<
  DomainEvent,
  'id' | 'action' | 'actorId' | 'targetType' | 'targetId' | 'targetLabel' | 'before' | 'after'
>;

/** The warning that an event alone is a reason for (spec warnings#events). Pure. */
export function warningOf(event: NotedEvent): readonly NewWarning[] {
  const { action, targetLabel, targetId } = event;
  const label = targetLabel ?? '';
  switch (action) {
    case 'user.created':
      return [
        of(
          event,
          'info',
          'governance',
          texts.messages.userCreated(label),
          `/users/${targetId}/edit`,
        ),
      ];
    case 'user.deleted':
      return [of(event, 'medium', 'governance', texts.messages.userDeleted(label))];
    case 'role.permissions_changed':
      return [
        of(event, 'info', 'security', texts.messages.permissionsChanged(label), '/menu-builder'),
      ];
    case 'webhook.disabled':
      // An administrator who disables a webhook needs no warning.
      return event.actorId === null
        ? [
            {
              ...of(
                event,
                'high',
                'system',
                texts.messages.webhookDisabled(label, event.after?.['disabled'] === 'gone'),
                `/webhooks/${targetId}`,
              ),
              to: { holding: 'webhooks.manage' },
            },
          ]
        : [];
    default:
      return [];
  }
}

const of = (
  { id, action, actorId }: NotedEvent,
  severity: NewWarning['severity'],
  category: NewWarning['category'],
  message: string,
  path?: string,
): NewWarning => ({
  ...{ source: `event.${action}`, key: `event:${id}`, severity, category, message },
  details: path === undefined ? {} : { path },
  to: { holding: 'settings.manage' },
  causedBy: actorId,
});

const scopes = ['suggestion', 'proposal', 'agenda_point', 'meeting'];

/** Ids of items whose status events changed. Pure. */
export const movedItems = (events: readonly NotedEvent[]): readonly string[] => [
  ...new Set(
    events.flatMap(({ targetType, targetId, before, after }) =>
      targetId !== null &&
      scopes.includes(targetType ?? '') &&
      typeof before?.['status'] === 'string' &&
      typeof after?.['status'] === 'string'
        ? [targetId]
        : [],
    ),
  ),
];
