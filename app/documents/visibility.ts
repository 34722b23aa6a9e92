import { type RawBuilder, sql } from 'kysely';
import { type Day, dayAt, decidedBy, holdsIn, inBody } from '../authority/index.ts';
import type { Actor, PermissionCode } from '../ontology/actor.ts';
import { type Condition, everything } from '../ontology/list/index.ts';
import { relatedBy } from '../ontology/permissions.ts';

/** Who asks for documents, and the day whose terms of office count. */
export interface Asker extends Pick<Actor, 'id' | 'permissions'> {
  readonly day: Day;
}

/** The user who asks, today. */
export const askerAt = (
  { id, permissions }: Pick<Actor, 'id' | 'permissions'>,
  now: Date,
): Asker => ({ id, permissions, day: dayAt(now) });

export type DocumentCode = Extract<PermissionCode, `document.${string}`>;

/**
 * Whether a user may see the document `e`, as a condition on its row: everyone with the permission
 * may see one without a committee; the others are for users who hold a position in its committee
 * today, and for holders of `tor.edit` (spec documents#visibility). Lists, searches, the API and
 * the check of one document all use it.
 */
export function isVisibleTo(asker: Asker, code: DocumentCode = 'document.view'): Condition {
  const requirement = inBody(code);
  if (decidedBy(requirement, asker.permissions) === true) return everything;
  // An aggregate is read for each row; of `exists`, the planner may read the scopes of all documents.
  return sql<boolean>`coalesce((
    select bool_or(${holdsIn(requirement, asker, sql`scope.target_id`, asker.day)}) from relations scope
    where scope.source_id = e.id and ${relatedBy('scope', 'scoped_to_tor')}), true)`;
}

/** Whether a user may put a document into the committee `e`: the same users see it there. */
export const mayChooseCommittee = (asker: Asker, code: DocumentCode): RawBuilder<boolean> =>
  holdsIn(inBody(code), asker, sql`e.id`, asker.day);
