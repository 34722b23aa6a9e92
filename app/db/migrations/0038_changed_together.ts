import type { Migration } from '../migration.ts';
import { noteEntities, shownColumns } from './0002_graph_outbox.ts';

/** What the changed rows hold that the rows before did not. */
const unlike = (columns: readonly string[]) =>
  `(select id, ${columns.join(', ')} from new_rows except select id, ${columns.join(', ')} from old_rows)`;

/**
 * Entities that one statement changes are compared with what they were as two sets. A join of them
 * compares each with every other one if its plan was made when the connection changed a single
 * entity, and so did the question whether any was renamed: 2.5 s for 5,000 users who get a role.
 */
export const changedTogether: Migration = {
  id: '0038',
  name: 'changed_together',
  statements: [
    `create or replace ${noteEntities({
      changed: `from ${unlike(shownColumns)} n
    where graph_projects(n.entity_type) or n.id in (select id from old_rows where graph_projects(entity_type))`,
      anyRenamed: `exists ${unlike(['entity_type', 'name'])}`,
    })}`,
  ],
};
