import type { RawBuilder } from 'kysely';
import { type Item, itemsBelow } from '../collections/index.ts';
import { protocolSteps } from './collections.ts';

/**
 * SQL of the steps of a committee, as one JSON array.
 * @param committee SQL of its id
 */
export const protocolOf = (committee: RawBuilder<unknown>): RawBuilder<readonly Item[]> =>
  itemsBelow(protocolSteps, committee);
