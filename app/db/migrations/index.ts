import type { Migration } from '../migration.ts';
import { ontology } from './0001_ontology.ts';
import { graphOutbox } from './0002_graph_outbox.ts';
import { credentials } from './0003_credentials.ts';
import { seedItems } from './0004_seed_items.ts';
import { changes } from './0005_changes.ts';
import { listIndices } from './0006_list_indices.ts';
import { access } from './0007_access.ts';
import { api } from './0008_api.ts';
import { keptFigures } from './0009_kept_figures.ts';
import { fewOfMany } from './0010_few_of_many.ts';
import { imports } from './0011_imports.ts';
import { peopleSearch } from './0012_people_search.ts';
import { beginnings } from './0013_beginnings.ts';
import { apiLimits } from './0014_api_limits.ts';
import { roleHolders } from './0015_role_holders.ts';
import { searchedInParts } from './0016_searched_in_parts.ts';
import { largeImports } from './0017_large_imports.ts';
import { lookupsByKey } from './0018_lookups_by_key.ts';
import { lighterWrites } from './0019_lighter_writes.ts';
import { namesInOneText } from './0020_names_in_one_text.ts';
import { manyAtOnce } from './0021_many_at_once.ts';
import { lengthsInBytes } from './0022_lengths_in_bytes.ts';
import { waysIn } from './0023_ways_in.ts';
import { userNameKeys } from './0024_user_name_keys.ts';
import { settingChanges } from './0025_setting_changes.ts';
import { securityNotices } from './0026_security_notices.ts';

/** Every migration of this version, oldest first. */
export const migrations: readonly Migration[] = [
  ontology,
  graphOutbox,
  credentials,
  seedItems,
  changes,
  listIndices,
  access,
  api,
  keptFigures,
  fewOfMany,
  imports,
  peopleSearch,
  beginnings,
  apiLimits,
  roleHolders,
  searchedInParts,
  largeImports,
  lookupsByKey,
  lighterWrites,
  namesInOneText,
  manyAtOnce,
  lengthsInBytes,
  waysIn,
  userNameKeys,
  settingChanges,
  securityNotices,
];
