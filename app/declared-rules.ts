import type { Tx } from './db/database.ts';
import { cycleRule } from './dependencies/cycle-rule.ts';
import type { StoreRule, Written } from './ontology/store-rule.ts';
import { seatRule } from './positions/seat-rule.ts';

/** Rules about stored data that features declare, one line a rule. */
const rules: readonly StoreRule[] = [cycleRule, seatRule];

/** Entity types that a rule is about. */
export const ruledEntities: ReadonlySet<string> = new Set(
  rules.flatMap(({ entities }) => entities),
);

/**
 * Why what a transaction wrote breaks a rule, as a sentence; `undefined` if it breaks none. Reads
 * nothing if no rule is about it.
 */
export async function ruleFault(
  tx: Tx,
  written: Partial<Written>,
  now: Date,
): Promise<string | undefined> {
  for (const rule of rules) {
    const relations = (written.relations ?? []).filter(({ type }) => rule.relations.includes(type));
    const entities = (written.entities ?? []).filter(({ type }) => rule.entities.includes(type));
    if (relations.length + entities.length === 0) continue;
    const fault = await rule.fault(tx, { relations, entities }, now);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
