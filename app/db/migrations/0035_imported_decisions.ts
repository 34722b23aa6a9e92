import type { Migration } from '../migration.ts';

/**
 * A decision of another installation learns of its committee after it was stored, because the
 * committee has another id here (spec data-exchange#references). Its number counts from then on.
 */
export const importedDecisions: Migration = {
  id: '0035',
  name: 'imported_decisions',
  statements: [
    `create trigger decision_keep_number after update on entities for each row
  when (new.entity_type = 'decision' and new.properties ->> 'tor_id' is distinct from old.properties ->> 'tor_id'
    and new.properties ->> 'tor_id' ~ '^[1-9][0-9]{0,17}$' and new.properties ->> 'decision_year' ~ '^[0-9]{4}$')
  execute function decision_take_number()`,
  ],
};
