import { usersWithoutRole } from './accounts.ts';
import { entitiesWithoutRelations, missingProperties, oldAuditEntries } from './data.ts';
import { databaseSize } from './database.ts';
import type { Generator } from './generator.ts';
import { graphCorrections, graphRefusals } from './graph.ts';
import { proposalsWaiting, suggestionsOpen } from './items.ts';
import { vacantPositions } from './positions.ts';
import { failedSignIns } from './security.ts';

export type { Generator, Look } from './generator.ts';

/** The checks of every five minutes, one line a generator. */
export const frequent: readonly Generator[] = [
  usersWithoutRole,
  databaseSize,
  vacantPositions,
  failedSignIns,
  graphRefusals,
  graphCorrections,
];

/** The checks of each night, which take longer or change slowly. */
export const nightly: readonly Generator[] = [
  proposalsWaiting,
  suggestionsOpen,
  entitiesWithoutRelations,
  missingProperties,
  oldAuditEntries,
];
