import type { Migration } from '../migration.ts';

/**
 * How many relations of a type lead to the same target: the planner takes the two columns for
 * independent otherwise, expects a tenth of the holders of a frequent role, and reads all of them
 * for the first page of a list.
 */
export const relationStatistics: Migration = {
  id: '0037',
  name: 'relation_statistics',
  statements: [
    'create statistics relations_type_target (mcv) on relation_type_id, target_id from relations',
    'alter statistics relations_type_target set statistics 1000',
  ],
};
