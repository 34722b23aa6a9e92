import type { Migration } from '../migration.ts';

/**
 * The graph shows when items left the steps of their workflows, so it follows `workflow_moves`,
 * too. Moves that are there already are brought to a graph like any change.
 */
export const movesInGraph: Migration = {
  id: '0036',
  name: 'moves_in_graph',
  statements: [
    `create function graph_note_moves() returns trigger language plpgsql as $$
begin
  insert into graph_outbox (kind, entity_id, op)
  select distinct 'entity', n.item_id, 'upsert' from new_rows n order by n.item_id;
  return null;
end $$`,
    `create trigger graph_moves after insert on workflow_moves
  referencing new table as new_rows for each statement execute function graph_note_moves()`,
    `insert into graph_outbox (kind, entity_id, op)
  select distinct 'entity', item_id, 'upsert' from workflow_moves order by item_id`,
  ],
};
