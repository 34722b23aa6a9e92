import type { ComponentChildren, VNode } from 'preact';
import type { BodyRequirement } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { AuditAction, EntityType, RelationTypeName } from '../ontology/declared.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Crumb } from '../ui/menu.ts';
import type { Fields, Values } from './fields.ts';
import type { PathIds } from './path.ts';

/**
 * Entities of one type, with pages to list, create, edit and delete them. Everything that differs
 * between two collections is in here; a feature writes other commands beside it.
 */
export interface Collection {
  readonly type: EntityType;
  /** Address of the list: `/tor/:tor/templates`. */
  readonly path: `/${string}`;
  /** The entities in the path, from the outermost on. */
  readonly parents: readonly Parent[];
  /** Relation from an item to the last parent. */
  readonly relation?: RelationTypeName;
  /** `label` is the label of an item; every other field is a property of its type. */
  readonly fields: Fields;
  /** The property that holds the place of an item, from 1; omitted: items are listed by label. */
  readonly order?: string;
  /** The requirement of every page and action; one about a committee is about the first parent. */
  readonly may: PermissionCode | BodyRequirement;
  /** Audited actions; `moved` for an order, `archived` and `restored` for an archive. */
  readonly actions: Readonly<Record<'created' | 'updated' | 'deleted', AuditAction>> &
    Readonly<Partial<Record<'moved' | 'archived' | 'restored', AuditAction>>>;
  /** Whether the audit log names the first parent instead of the item. */
  readonly auditsParent?: true;
  readonly texts: CollectionTexts;
  /** Reasons that keep an item from being deleted; an empty list allows it. */
  readonly mayDelete?: (item: EntitySnapshot, tx: Tx) => Promise<readonly string[]>;
  /** Further relations of an item that was created or changed. */
  readonly relate?: (item: EntitySnapshot, values: Values, tx: Tx) => Promise<void>;
  /** Path of a list below an item, relative to it: `slides`. */
  readonly below?: string;
  /** The list that the last parent belongs to. */
  readonly above?: { readonly path: `/${string}`; readonly label: string };
  /** The frame of its pages. @default a plain page */
  readonly frame?: (props: FrameProps) => VNode;
  /**
   * Address after a change that was not sent from the list.
   * @param created id of the item that was just created
   * @default the list
   */
  readonly home?: (path: PathIds, created?: string) => string;
}

export interface FrameProps {
  readonly parents: readonly EntitySnapshot[];
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly action?: ComponentChildren;
  /** Pages between the first parent and this one. */
  readonly crumbs: readonly Crumb[];
  readonly children: ComponentChildren;
}

/** An entity in the path: its part, its type, and the relation to the one before. */
export interface Parent {
  readonly param: string;
  readonly type: EntityType;
  readonly relation?: RelationTypeName;
}

interface CollectionTexts {
  /** Title of the list: "Slides". */
  readonly title: string;
  /** One item in a sentence: "slide". */
  readonly one: string;
  /** The purpose of the list, shown while it is empty. */
  readonly empty: string;
  /** Says which items a deletion takes with it. */
  readonly deletion: string;
}
