/** A committee on the map. */
export interface Committee {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** `active` or `draft`; archived committees are not on the map. */
  readonly status: string;
  readonly organization: string;
  /** As stored; empty if unset. */
  readonly cadence: string;
  readonly weekday: string;
  readonly time: string;
}

export const kinds = ['feeds_into', 'escalates_to'] as const;
export type Kind = (typeof kinds)[number];

/** `source` feeds into or escalates to `target`. */
export interface Dependency {
  /** Of the relation. */
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly kind: Kind;
  readonly isBlocking: boolean;
  readonly outputs: string;
  readonly description: string;
}

/** All active committees and the dependencies between them. */
export interface GovernanceMap {
  readonly committees: readonly Committee[];
  readonly dependencies: readonly Dependency[];
}
