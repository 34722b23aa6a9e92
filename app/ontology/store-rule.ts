import type { Tx } from '../db/database.ts';
import type { RelationKey } from './relations.ts';

/** The entities and relations that a transaction wrote. */
export interface Written {
  readonly relations: readonly RelationKey[];
  readonly entities: readonly { readonly type: string; readonly id: string }[];
}

/**
 * A rule about stored data, beyond single values, that holds however it was written: by an
 * import, the entity API or a page. The feature whose rule it is declares it, in
 * `app/declared-rules.ts`; the store knows no feature.
 */
export interface StoreRule {
  /** Relation types and entity types that it is about. */
  readonly relations: readonly string[];
  readonly entities: readonly string[];
  /**
   * Why the data just written breaks the rule, as a sentence; `undefined` if it does not. Called in
   * the same transaction, with the entities or relations of the rule.
   */
  fault(tx: Tx, written: Written, now: Date): Promise<string | undefined>;
}
