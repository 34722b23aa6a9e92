import type { Reason } from './outcome.ts';
import type { Property } from './property.ts';

/**
 * What a feature adds to the app: `app/<feature>/declare.ts`. Data only; `app/declarations.ts`
 * combines the features.
 */
export interface Declaration {
  /** Entity types, each with its properties. */
  readonly types?: Readonly<Record<string, Readonly<Record<string, Property<unknown>>>>>;
  /** Relation types by name. */
  readonly relations?: Readonly<Record<string, RelationDeclaration>>;
  /** Permissions by code, in the order in which the role builder shows them. */
  readonly permissions?: Readonly<Record<string, PermissionDeclaration>>;
  /** Entries of the menu by name. */
  readonly menu?: Readonly<Record<string, MenuDeclaration>>;
  /**
   * Audited actions by code, each with its text, which follows the actor's name. `{}` stands for
   * the target, `{user}` for the user in the details.
   */
  readonly actions?: Readonly<Record<string, string>>;
  /** Audit log names for families of actions: the first part of their codes. */
  readonly families?: Readonly<Record<string, string>>;
  /** Display names of entity types, in the singular. */
  readonly nouns?: Readonly<Record<string, string>>;
  /** Kinds of jobs by name, each with what it does. Their work is in `jobs.ts` of the feature. */
  readonly jobs?: Readonly<Record<string, string>>;
  /** Settings by name, in the order in which the page shows them. */
  readonly settings?: Readonly<Record<string, SettingDeclaration>>;
  /**
   * Constraints of the database by name, each with the refusal of a change that violates it.
   * Commands check before they write; these cover two requests that write the same thing at once
   * (spec requests#duplicates), and rows that are final.
   */
  readonly constraints?: Readonly<Record<string, Reason>>;
  /** Statuses and transitions of entity types. */
  readonly workflows?: Readonly<Record<string, WorkflowDeclaration>>;
}

export interface RelationDeclaration {
  readonly label: string;
  /** Entity types that the relation type may join (spec ontology#relation-ends). */
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /**
   * The end whose deletion also deletes the other end (spec ontology#ownership). Omitted: deletes
   * only the relation.
   */
  readonly owner?: 'source' | 'target';
  /** Properties of a relation; others are allowed and stored as they are. */
  readonly properties?: Readonly<Record<string, Property<unknown>>>;
}

export interface PermissionDeclaration {
  readonly group: string;
  readonly label: string;
  /** One sentence: what the permission allows. */
  readonly description: string;
  /** Position in its group. @default 0 */
  readonly order?: number;
}

export interface MenuDeclaration {
  readonly label: string;
  readonly url: string;
  /** Name of the parent entry; omitted for a module of the menu. */
  readonly parent?: string;
  /** Position among the entries of its parent, from 1, unique (spec seed#consistency). */
  readonly order: number;
  /** Required to see the entry; omitted: visible to everyone. */
  readonly permission?: string;
}

export interface SettingDeclaration {
  readonly label: string;
  readonly type: 'text' | 'number' | 'boolean';
  /** Value in a new installation. */
  readonly value: string;
  readonly description: string;
}

export interface WorkflowDeclaration {
  /** Relation type from an item to the committee that it belongs to. */
  readonly committee: string;
  /** Property that stores the reason of a transition that requires one. */
  readonly outcome?: string;
  /** By code, in workflow order. */
  readonly statuses: Readonly<
    Record<string, { readonly label: string; readonly kind?: 'initial' | 'terminal' }>
  >;
  readonly transitions: readonly TransitionDeclaration[];
}

export interface TransitionDeclaration {
  /** Last part of the entity's name. @default `{from}_to_{to}` */
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly permission: string;
  /** Position capability that replaces the permission within the committee. */
  readonly capability?: string;
  /** Condition on the entity, as `key=value`. */
  readonly condition?: string;
  /** Requires a reason. @default false */
  readonly reason?: true;
}
