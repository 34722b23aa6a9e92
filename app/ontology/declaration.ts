import type { Property } from './property.ts';

/**
 * What a feature adds to the app: `app/<feature>/declare.ts`. Data only; `app/declarations.ts` puts
 * the features together.
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
   * Audited actions by code, each with its words. They follow the name of the person who acted;
   * `{}` is what the action was done to, `{user}` the person in its details.
   */
  readonly actions?: Readonly<Record<string, string>>;
  /** What the audit log calls a family of actions: the first word of their codes. */
  readonly families?: Readonly<Record<string, string>>;
  /** What an entity type is called where one entity is shown. */
  readonly nouns?: Readonly<Record<string, string>>;
  /** Settings by name, in the order in which the page shows them. */
  readonly settings?: Readonly<Record<string, SettingDeclaration>>;
  /** Statuses and transitions of entity types. */
  readonly workflows?: Readonly<Record<string, WorkflowDeclaration>>;
}

export interface RelationDeclaration {
  readonly label: string;
  /** Entity types that the relation type may join (spec ontology#relation-ends). */
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /**
   * The end whose deletion deletes the other end too (spec ontology#ownership). Without it only the
   * relation goes.
   */
  readonly owner?: 'source' | 'target';
}

export interface PermissionDeclaration {
  readonly group: string;
  readonly label: string;
  /** One sentence: what its holder may do. */
  readonly description: string;
  /** Place in its group. @default 0 */
  readonly order?: number;
}

export interface MenuDeclaration {
  readonly label: string;
  readonly url: string;
  /** Name of the entry that it stands below; a module of the menu has none. */
  readonly parent?: string;
  /** Place among the entries of its parent, from 1; no two share one (spec seed#consistency). */
  readonly order: number;
  /** Who holds it sees the entry; without it everybody does. */
  readonly permission?: string;
}

export interface SettingDeclaration {
  readonly label: string;
  readonly type: 'text' | 'number' | 'boolean';
  /** Its value in a new installation. */
  readonly value: string;
  readonly description: string;
}

export interface WorkflowDeclaration {
  /** By code, in the order in which they are passed. */
  readonly statuses: Readonly<
    Record<string, { readonly label: string; readonly kind?: 'initial' | 'terminal' }>
  >;
  readonly transitions: readonly TransitionDeclaration[];
}

export interface TransitionDeclaration {
  /** Last part of the entity's name, when it is not `{from}_to_{to}`. */
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly permission: string;
  /** Position flag that stands in for the permission inside the body. */
  readonly capability?: string;
  /** What the entity has to be like, as `key=value`. */
  readonly condition?: string;
  /** It takes a reason. @default false */
  readonly reason?: true;
}
