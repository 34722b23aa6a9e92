import { wayBack } from '../http/fields.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Condition } from '../ontology/list/index.ts';
import type { EntityType } from '../ontology/schema.ts';
import type { TableDefinition, TableState } from '../ui/table-state.ts';

/** Who reads a list, and when. */
export interface Asker {
  /** `null` for the system. */
  readonly id: string | null;
  readonly now: Date;
}

/** A page whose address holds its filters, and of which users keep views. */
export interface ViewedPage {
  readonly table: TableDefinition & { readonly path: `/${string}` };
  /** Needed to see it. */
  readonly may: PermissionCode;
  /** User property that holds the views. */
  readonly keys: { readonly views: string };
}

/** A list of which users keep columns and views, and choose rows for one action. */
export interface SavedList extends ViewedPage {
  readonly type: EntityType;
  /** User properties that hold the columns and the views. */
  readonly keys: { readonly columns: string; readonly views: string };
  /** Setting with the columns of users without their own. */
  readonly setting: { readonly name: string; readonly label: string };
  /** The name of the rows, in lower case: "user", "users". */
  readonly noun: { readonly one: string; readonly many: string };
  /** All rows that an address describes, for a reader at a moment. */
  readonly matching: (state: TableState, asker: Asker) => Condition;
}

/**
 * The address that a form of the list returns to: only pages at the list or below it, whatever the
 * form sends (spec requests#redirects).
 */
export const listAddress = (
  { table: { path } }: Pick<ViewedPage, 'table'>,
  wanted?: string,
): string => wayBack(wanted, path, path);
