export const states = ['open', 'in_progress', 'done'] as const;
export type ActionState = (typeof states)[number];

/** A task that follows from a meeting: who does it, and until when. */
export interface ActionItem {
  readonly id: string;
  readonly description: string;
  readonly status: ActionState;
  /** YYYY-MM-DD */
  readonly due: string | null;
  /** The user or the position that it is assigned to; `null` for a name that is neither. */
  readonly ownerId: string | null;
  readonly owner: string;
  readonly version: string;
  readonly committee: { readonly id: string; readonly label: string };
  /** Where it comes from: minutes, a meeting or a decision. */
  readonly source: { readonly id: string; readonly type: string; readonly label: string } | null;
}

/** An item that is not done, as minutes, agendas and meeting packs list it. */
export interface OpenItem {
  readonly id: string;
  readonly description: string;
  /** YYYY-MM-DD, or empty. */
  readonly due: string;
  readonly status: ActionState;
  readonly owner: string;
  readonly source: ActionItem['source'];
}

/** Who can be responsible: members and positions of a committee. */
export interface Owner {
  readonly id: string;
  readonly label: string;
}

/** An action item as minutes list it: the predecessor's form. */
export interface ActionRow {
  readonly description: string;
  readonly responsible: string;
  /** YYYY-MM-DD, or empty. */
  readonly due_date: string;
  readonly status: ActionState;
}
