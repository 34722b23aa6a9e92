import { usersWithoutRole } from './accounts.ts';
import { databaseSize } from './database.ts';
import type { Generator } from './generator.ts';
import { vacantPositions } from './positions.ts';

export type { Generator, Look } from './generator.ts';

/** What is checked every five minutes, one line a generator. */
export const frequent: readonly Generator[] = [usersWithoutRole, databaseSize, vacantPositions];
