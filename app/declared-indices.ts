import { committeeIndices } from './committees/index.ts';
import { decisionIndices } from './decisions/index.ts';
import { documentIndices } from './documents/index.ts';
import type { ListIndex } from './ontology/list/index.ts';
import { peopleIndices } from './people-search/index.ts';
import { positionIndices } from './positions/index.ts';

/** Indices of lists that features declare, one line per feature. */
export const declaredIndices: readonly ListIndex[] = [
  ...peopleIndices,
  ...committeeIndices,
  ...positionIndices,
  ...decisionIndices,
  ...documentIndices,
];
