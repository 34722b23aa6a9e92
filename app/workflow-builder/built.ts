import type { Definition } from '../workflow/index.ts';

/** A workflow in the list. */
export interface WorkflowLine {
  readonly scope: string;
  readonly statuses: number;
  readonly transitions: number;
  /** Number of its latest recorded definition; `null`: none was recorded. */
  readonly version: number | null;
}

/** A recorded definition. */
export interface Version {
  readonly number: number;
  readonly since: Date;
  readonly statuses: number;
  readonly transitions: number;
  /** Number of moves that it allowed. */
  readonly moves: number;
}

/** A workflow as the builder shows it. */
export interface Built {
  readonly definition: Definition;
  /** Number of items by status; an item without one counts to the initial status. */
  readonly items: ReadonlyMap<string, number>;
  /** Newest first. */
  readonly versions: readonly Version[];
  readonly permissions: readonly { readonly code: string; readonly label: string }[];
}

/** The effect of a changed transition on the items that could make it. */
export interface Effect {
  /** Items in the status that it leaves. */
  readonly items: number;
  /** Of these, those without the required value. */
  readonly withoutValue: number;
  /** Of the others, those whose committee has nobody who may make it. */
  readonly withoutUser: number;
}
