import type { Change } from '../../ontology/outcome.ts';
import { type Texts, withoutWithheld } from '../../ontology/schema.ts';
import type { EntityItem } from '../formats/items.ts';
import { texts } from '../transfer-texts.ts';

/** An entity before an import replaced it. */
export interface StoredState {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly label: string;
  readonly sortOrder: number;
  readonly isActive: boolean;
  readonly properties: Texts;
}

/**
 * Maximum number of users with an audit row each; later ones are grouped in rows of `perRow`, so
 * that a file cannot flood the log.
 */
const mostPeople = 1000;
const perRow = 500;

type AuditAction = NonNullable<Change['action']>;

/** Events by type: an import records these changes as their own pages do. */
const actions: Readonly<Record<string, readonly [created: AuditAction, updated: AuditAction]>> = {
  user: ['user.created', 'user.updated'],
  role: ['role.created', 'role.updated'],
  permission: ['entity.created', 'entity.updated'],
  relation_type: ['entity.created', 'entity.updated'],
  nav_item: ['menu.updated', 'menu.updated'],
  setting: ['setting.created', 'setting.updated'],
  workflow_status: ['workflow_status.create', 'workflow_status.update'],
  workflow_transition: ['workflow_transition.create', 'workflow_transition.update'],
};

/**
 * Changes of an import that are recorded as separate audit rows: settings, accounts, roles, and
 * everything about access.
 */
export class ImportTrail {
  private readonly importId: string;
  private readonly recorded: Change[] = [];
  private readonly later = { created: [] as string[], updated: [] as string[] };
  private people = 0;

  constructor(importId: string) {
    this.importId = importId;
  }

  created(item: EntityItem, id: string): void {
    const [action] = actions[item.type] ?? [];
    if (action === undefined) return;
    if (this.isBeyond(item)) this.later.created.push(item.name);
    else
      this.record(
        { action, target: targetOf(item, id), after: factsOf(item, item.isActive ?? true) },
        item.name,
      );
  }

  /** @param before the former state, read in the same transaction */
  updated(item: EntityItem, before: StoredState): void {
    const [, action] = actions[item.type] ?? [];
    if (action === undefined) return;
    if (this.isBeyond(item)) this.later.updated.push(item.name);
    else {
      const after = factsOf(item, item.isActive ?? before.isActive);
      this.record(
        {
          action,
          target: targetOf(item, before.id),
          before: factsOf(before, before.isActive),
          after,
        },
        item.name,
      );
    }
  }

  /** All changes, including grants. */
  changes(granted: readonly Change[]): readonly Change[] {
    const { created, updated } = this.later;
    return [
      ...this.recorded,
      ...inRows(created).map((people) => this.rowOf('user.created', people)),
      ...inRows(updated).map((people) => this.rowOf('user.updated', people)),
      ...granted,
    ];
  }

  private isBeyond({ type }: EntityItem): boolean {
    if (type !== 'user') return false;
    this.people += 1;
    return this.people > mostPeople;
  }

  private record(change: Change, name: string): void {
    this.recorded.push({ ...change, details: { import: this.importId, name } });
  }

  private rowOf(action: AuditAction, people: readonly string[]): Change {
    return {
      action,
      target: { type: 'user', id: null, label: texts.targets.users },
      details: { import: this.importId, people },
    };
  }
}

const targetOf = ({ type, label }: EntityItem, id: string) => ({ type, id, label });

type Facts = Pick<EntityItem, 'type' | 'label' | 'sortOrder' | 'properties'>;

const factsOf = ({ type, label, sortOrder, properties }: Facts, isActive: boolean) => ({
  ...(type === 'user' ? { display_name: label } : { label }),
  ...{ is_active: isActive, sort_order: sortOrder },
  properties: withoutWithheld(properties),
});

const inRows = (names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(names.length / perRow) }, (_, n) =>
    names.slice(n * perRow, (n + 1) * perRow),
  );

export const peoplePerRow = { alone: mostPeople, together: perRow } as const;
