// Types of what features declare (`app/<feature>/declare.ts`). The store knows no feature:
// `app/declarations.ts` adds each name to these interfaces by declaration merging, so commands can
// use only what a feature declares.

/** Entity types with the properties of each. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface EntityTypes {}
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface RelationTypes {}
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Permissions {}
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface AuditActions {}

export type EntityType = keyof EntityTypes;
/** Relation types that the app itself uses; administrators may add others. */
export type RelationTypeName = keyof RelationTypes;
/** Every permission that routes and commands may require. */
export type PermissionCode = keyof Permissions;
/** Code of an audited action, such as `user.created`. */
export type AuditAction = keyof AuditActions;
