import type { Texts } from '../ontology/schema.ts';

/** A status of a workflow. */
export interface Status {
  readonly id: string;
  readonly code: string;
  readonly label: string;
  readonly order: number;
  readonly isInitial: boolean;
  readonly isTerminal: boolean;
}

/** A transition of a workflow, between statuses by code. */
export interface Transition {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Required permission; `null`: none. */
  readonly permission: string | null;
  /** Capability that replaces the permission in the item's committee; `null`: none. */
  readonly capability: string | null;
  /** Required value of a property, as `key=value`; `null`: none. */
  readonly condition: string | null;
  /** Whether a reason is required. */
  readonly needsOutcome: boolean;
}

/** The statuses of a scope in order, and the transitions between them. */
export interface Definition {
  readonly scope: string;
  readonly statuses: readonly Status[];
  readonly transitions: readonly Transition[];
}

/** A transition that an item made. */
export interface MadeMove {
  readonly from: string;
  readonly to: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  /** The permission or capability that allowed it; `null`: none was required. */
  readonly ground: string | null;
  readonly outcome: string | null;
  /** Number of the definition that allowed it. */
  readonly version: number;
}

/** The workflow of one item: its definition, its history, and who could make the next moves. */
export interface Workflow extends Definition {
  /** Oldest first. */
  readonly moves: readonly MadeMove[];
  /** Names of some users who could make a transition, by its target status. */
  readonly could: Readonly<Record<string, readonly string[]>>;
}

/** The facts that a transition is decided on. */
export interface WorkflowItem {
  /** Code of the status; `undefined`: not stored, which counts as the initial one. */
  readonly status: string | undefined;
  readonly properties: Texts;
}

/** The initial status of a definition; `undefined` if it has none. */
export const initialOf = ({ statuses }: Definition): Status | undefined =>
  statuses.find(({ isInitial }) => isInitial) ?? statuses[0];

/** The status of an item. */
export const statusIn = (definition: Definition, status: string | undefined): string =>
  status ?? initialOf(definition)?.code ?? '';

/** The label of a status; its code if the definition does not have it. */
export const labelOf = ({ statuses }: Definition, status: string): string =>
  statuses.find(({ code }) => code === status)?.label ?? status;
