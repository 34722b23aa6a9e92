import type { Migration } from '../migration.ts';

/**
 * Drops the counters of meetings that `live_changes` replaced in 0029. The version before this one
 * does not write them, so it keeps running while a rollout replaces it.
 */
export const liveMarks: Migration = {
  id: '0032',
  name: 'live_marks',
  statements: ['drop table live_marks'],
};
