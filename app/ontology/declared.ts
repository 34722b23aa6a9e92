// What features declare (`app/<feature>/declare.ts`), as types. The store knows no feature: each
// name is added to these interfaces by declaration merging in `app/declarations.ts`, so that a
// command can only use what some feature declares.

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
/** Every permission that routes and commands may ask for. */
export type PermissionCode = keyof Permissions;
/** Code of an audited action, such as `user.created`. */
export type AuditAction = keyof AuditActions;
