/**
 * Whom a change is for, beside the actor: all who may see its target, some people, or the members
 * of a committee.
 */
export type Audience =
  | { readonly kind: 'permitted' }
  | { readonly kind: 'people'; readonly ids: readonly string[] }
  | { readonly kind: 'committee'; readonly id: string };

export const permitted: Audience = { kind: 'permitted' };
