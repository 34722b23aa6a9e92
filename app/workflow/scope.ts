import { workflows } from '../declarations.ts';
import type { RelationTypeName } from '../ontology/declared.ts';
import type { EntityType } from '../ontology/schema.ts';

/** An entity type whose items follow a workflow of the app. */
export type Scope = 'suggestion' | 'proposal' | 'agenda_point' | 'meeting';

/** Where the items of a scope belong and what they store. */
interface ScopeItems {
  readonly type: EntityType;
  /** Relation type from an item to its committee. */
  readonly committee: RelationTypeName;
  /** Property that stores the reason of a transition; `undefined`: none is stored. */
  readonly outcome: string | undefined;
}

/** The declarations of the features about the items of a scope. */
export function itemsOf(scope: Scope): ScopeItems {
  const declared = workflows[scope];
  if (declared === undefined) throw new TypeError(`no feature declares the workflow ${scope}`);
  return {
    type: scope,
    committee: declared.committee as RelationTypeName,
    outcome: declared.outcome,
  };
}
