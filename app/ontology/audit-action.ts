/**
 * Codes of audited actions as keys. The store names none itself: features add theirs by declaration merging, so that a command can only
 * record an action that the audit log knows.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface AuditActions {}

export type AuditAction = keyof AuditActions;
