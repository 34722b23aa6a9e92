import type { Kind } from './schema.ts';

/** A dependency of a committee, seen from it. */
export interface Dependency {
  /** Id of the relation. */
  readonly id: string;
  readonly kind: Kind;
  /** `upstream`: the other one feeds into or escalates to this one. */
  readonly direction: 'upstream' | 'downstream';
  readonly other: { readonly id: string; readonly label: string };
  readonly outputs: string;
  readonly description: string;
  readonly isBlocking: boolean;
}
