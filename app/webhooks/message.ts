import type { DomainEvent } from '../events/index.ts';
import { itemPaths } from '../notifications/index.ts';

/** Where the target of an event is shown; `{tor}` and `{item}` are ids. */
const paths: Readonly<Record<string, string>> = {
  ...itemPaths,
  tor: '/tor/{item}',
  document: '/documents/{item}',
  user: '/users/{item}/edit',
};

/** The owner of an event's target. */
export interface Place {
  readonly torId: string;
  readonly committee: string;
}

/** Largest body in bytes; a larger one is sent without what changed. */
const mostBytes = 65_536;

/** The body of an event's message, as it is signed and sent (spec webhooks#messages). Pure. */
export function bodyOf(
  event: Omit<DomainEvent, 'audience'>,
  place: Place | undefined,
  origin: string | undefined,
): string {
  const { id, at, action, actorId, actorName, targetType, targetId, targetLabel } = event;
  const { before, after, details } = event;
  const message = (changes: object) =>
    JSON.stringify({
      type: action,
      timestamp: at.toISOString(),
      data: {
        event_id: Number(id),
        actor: { id: idOf(actorId), name: actorName },
        target: {
          ...{ type: targetType, id: idOf(targetId), label: targetLabel },
          url: urlOf(event, place, origin),
        },
        committee: place === undefined ? null : { id: idOf(place.torId), label: place.committee },
        ...changes,
      },
    });
  const whole = message({ before, after, details });
  return Buffer.byteLength(whole) <= mostBytes ? whole : message({ is_shortened: true });
}

const idOf = (id: string | null): number | null => (id === null ? null : Number(id));

/** Address of the target's page; `null` if it has none, or the origin is not configured. */
function urlOf(
  { targetType, targetId }: Pick<DomainEvent, 'targetType' | 'targetId'>,
  place: Place | undefined,
  origin: string | undefined,
): string | null {
  const path = paths[targetType ?? ''];
  if (origin === undefined || path === undefined || targetId === null) return null;
  if (path.includes('{tor}') && place === undefined) return null;
  return `${origin}${path.replace('{tor}', place?.torId ?? '').replace('{item}', targetId)}`;
}

/** The body of a test message. */
export const testBody = (now: Date, webhook: { readonly id: string; readonly name: string }) =>
  JSON.stringify({
    type: 'webhook.test',
    timestamp: now.toISOString(),
    data: { webhook: { id: Number(webhook.id), name: webhook.name } },
  });
