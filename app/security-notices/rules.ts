import type { AuditEntry } from '../ontology/audit-trail.ts';
import { browserName } from './browser-name.ts';
import type { NewNotice, NoticeBy, NoticeKind } from './notice.ts';

/** Names listed in a notice; an import may assign many roles at once. */
const mostNames = 10;

/**
 * Determines which users are notified of what, from the events of one transaction. Several tokens
 * or roles of one user become one notice, and tokens revoked with a password change belong to its
 * notice.
 * @returns notices in the order of the events; none for refused or failed ones
 */
export function noticesOf(entries: readonly AuditEntry[]): readonly NewNotice[] {
  const found = new Map<string, Draft>();
  for (const draft of entries.flatMap(draftsOf)) {
    const key = JSON.stringify([draft.kind, draft.to]);
    const before = found.get(key);
    found.set(
      key,
      before === undefined ? draft : { ...before, names: [...before.names, ...draft.names] },
    );
  }
  return [...found.values()].map(withinLimits);
}

interface Draft extends Omit<NewNotice, 'details'> {
  readonly by: NoticeBy;
  readonly names: readonly string[];
  readonly origin: AuditEntry['actor']['origin'] | undefined;
}

function draftsOf(entry: AuditEntry): readonly Draft[] {
  const { outcome = 'success', target, details = {} } = entry;
  if (outcome !== 'success') return [];
  const label = target?.label ?? '';
  const draft = (kind: NoticeKind, to: Addressee | undefined, names: readonly string[] = []) =>
    to === undefined ? [] : [{ kind, to, names, ...doneBy(entry, to) }];
  switch (entry.action) {
    case 'auth.login':
      return details['new_place'] === true ? draft('signed_in', byId(target?.id)) : [];
    case 'auth.password_changed':
      return draft('password_changed', byId(target?.id));
    case 'auth.password_reset':
      return draft('password_reset', byId(target?.id));
    case 'token.created':
      return draft('token_created', byId(entry.actor.id), [label]);
    case 'token.revoked':
      return draft(kindOf(details['reason']), byId(details['user_id'] ?? entry.actor.id), [label]);
    case 'role.assigned':
      return draft('roles_given', peopleIn(details), [label]);
    case 'role.unassigned':
      return draft('roles_taken', peopleIn(details), [label]);
    default:
      return [];
  }
}

type Addressee = NewNotice['to'];

/** Tokens revoked with a password are part of its notice. */
const kindOf = (reason: unknown): NoticeKind =>
  reason === 'password_changed' || reason === 'password_reset' ? reason : 'tokens_revoked';

const byId = (id: unknown): Addressee | undefined => (typeof id === 'string' ? { id } : undefined);

/** The user of an assignment; an import lists many users by name. */
function peopleIn({
  user_id: id,
  people,
}: Readonly<Record<string, unknown>>): Addressee | undefined {
  return Array.isArray(people)
    ? { names: people.filter((name) => typeof name === 'string') }
    : byId(id);
}

function doneBy({ actor }: AuditEntry, to: Addressee): Pick<Draft, 'by' | 'session' | 'origin'> {
  if (actor.id === null) return { by: 'program', session: undefined, origin: undefined };
  if ('id' in to && actor.id === to.id)
    return { by: 'self', session: actor.origin.sessionId, origin: actor.origin };
  return { by: { label: actor.label ?? actor.name }, session: undefined, origin: undefined };
}

function withinLimits({ kind, to, session, by, names, origin }: Draft): NewNotice {
  const [shown, more] = [names.slice(0, mostNames), names.length - mostNames];
  const browser = browserName(origin?.userAgent ?? null);
  return {
    ...{ kind, to, session },
    details: {
      by,
      ...(shown.length === 0 ? {} : { names: shown }),
      ...(more > 0 ? { more } : {}),
      ...(origin?.address === undefined ? {} : { address: origin.address.slice(0, 64) }),
      ...(browser === undefined ? {} : { browser }),
    },
  };
}
