import type { Migration } from '../migration.ts';
import { ontology } from './0001_ontology.ts';
import { graphOutbox } from './0002_graph_outbox.ts';
import { audit } from './0003_audit.ts';
import { accounts } from './0004_accounts.ts';
import { keptFigures } from './0005_kept_figures.ts';
import { imports } from './0006_imports.ts';
import { requests } from './0007_requests.ts';
import { seedItems } from './0008_seed_items.ts';
import { settingChanges } from './0009_setting_changes.ts';
import { listIndices } from './0010_list_indices.ts';
import { securityNotices } from './0011_security_notices.ts';
import { jobs } from './0012_jobs.ts';
import { domainEvents } from './0013_domain_events.ts';
import { documents } from './0014_documents.ts';
import { calendar } from './0015_calendar.ts';
import { adoptedVersions } from './0016_adopted_versions.ts';
import { workflow } from './0017_workflow.ts';
import { formerHolders } from './0018_former_holders.ts';
import { minutes } from './0019_minutes.ts';
import { meetings } from './0020_meetings.ts';
import { search } from './0021_search.ts';
import { decisions } from './0022_decisions.ts';
import { actionItems } from './0023_action_items.ts';
import { ballots } from './0024_ballots.ts';
import { warnings } from './0025_warnings.ts';
import { notifications } from './0026_notifications.ts';
import { liveChanges } from './0027_live_changes.ts';
import { webhooks } from './0028_webhooks.ts';
import { liveMeetings } from './0029_live_meetings.ts';
import { runningImports } from './0030_running_imports.ts';
import { keptMinutes } from './0031_kept_minutes.ts';
import { liveMarks } from './0032_live_marks.ts';
import { positionSearch } from './0033_position_search.ts';
import { motions } from './0034_motions.ts';
import { importedDecisions } from './0035_imported_decisions.ts';
import { movesInGraph } from './0036_moves_in_graph.ts';
import { relationStatistics } from './0037_relation_statistics.ts';
import { changedTogether } from './0038_changed_together.ts';
import { keptPlans } from './0039_kept_plans.ts';

/** Every migration of this version, oldest first. */
export const migrations: readonly Migration[] = [
  ontology,
  graphOutbox,
  audit,
  accounts,
  keptFigures,
  imports,
  requests,
  seedItems,
  settingChanges,
  listIndices,
  securityNotices,
  jobs,
  domainEvents,
  documents,
  calendar,
  adoptedVersions,
  workflow,
  formerHolders,
  minutes,
  meetings,
  search,
  decisions,
  actionItems,
  ballots,
  warnings,
  notifications,
  liveChanges,
  webhooks,
  liveMeetings,
  runningImports,
  keptMinutes,
  liveMarks,
  positionSearch,
  motions,
  importedDecisions,
  movesInGraph,
  relationStatistics,
  changedTogether,
  keptPlans,
];
