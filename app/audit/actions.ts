import type { AuditAction } from '../ontology/audit-action.ts';

/**
 * Every event that the audit log knows, by what it is about (spec audit-log#actions, audit-log#events). Pure words: the store
 * names one for each change, and the viewer offers the families as filters.
 */
const families = {
  access: ['denied'],
  auth: [
    ...['login', 'login_failed', 'logout', 'password_changed', 'password_reset', 'account_locked', 'account_unlocked'],
    ...['session_ended', 'sessions_revoked', 'reauthenticated', 'reauthentication_failed'],
  ],
  account: ['preferences_updated', 'theme_updated'],
  token: ['created', 'revoked', 'first_used', 'refused'],
  user: [
    ...['created', 'updated', 'deleted', 'activated', 'deactivated'],
    ...['avatar_uploaded', 'avatar_deleted', 'display_name_updated'],
  ],
  users: ['export'],
  role: ['created', 'created_via_builder', 'updated', 'permissions_changed', 'deleted', 'assigned', 'unassigned'],
  menu: ['updated'],
  setting: ['created', 'updated', 'change_requested', 'change_withdrawn', 'change_expired'],
  audit: ['viewed', 'exported', 'pruned', 'verified'],
  data: ['imported', 'exported'],
  graph: ['resynced'],
  entity: ['created', 'updated', 'deleted'],
  relation: ['created', 'deleted'],
  tor: [
    ...['created', 'updated', 'deleted', 'position_created', 'position_updated', 'position_deleted', 'position_assigned'],
    ...['position_vacated', 'dependency_added', 'dependency_removed', 'protocol_step_added', 'protocol_step_updated'],
    ...['protocol_step_moved', 'protocol_step_removed', 'template_created', 'template_updated', 'template_deleted'],
    ...['slide_added', 'slide_updated', 'slide_moved', 'slide_deleted'],
  ],
  suggestion: ['created', 'updated', 'accepted', 'rejected', 'transition', 'deleted'],
  proposal: [
    ...['created', 'updated', 'submitted', 'review_started', 'approved', 'rejected', 'transition'],
    ...['marked_ready_for_agenda', 'unqueued', 'deleted'],
  ],
  queue: ['bulk_scheduled'],
  agenda_point: ['created', 'updated', 'transition', 'deleted'],
  coa: ['created', 'updated', 'deleted', 'section_added', 'section_updated', 'section_moved', 'section_deleted'],
  opinion: ['recorded', 'withdrawn'],
  decision: ['finalized'],
  meeting: [
    ...['confirmed', 'created', 'updated', 'transition', 'deleted', 'agenda_assigned', 'agenda_removed'],
    ...['minutes_generated', 'roll_call_saved'],
  ],
  minutes: [
    ...['generated', 'section_edited', 'status_changed', 'distribution_saved', 'attendance_saved'],
    ...['action_items_saved', 'exported', 'deleted'],
  ],
  document: ['created', 'updated', 'deleted', 'exported'],
  warning: ['created', 'forwarded', 'read', 'resolved', 'deleted'],
  workflow_status: ['create', 'update', 'delete'],
  workflow_transition: ['create', 'update', 'delete'],
} as const;

type Families = typeof families;

/** `user`, `auth` … */
export type AuditFamily = keyof Families;

/** `user.created`, `auth.login` … */
type Code = { [Family in keyof Families]: `${Family}.${Families[Family][number]}` }[keyof Families];

declare module '../ontology/audit-action.ts' {
  interface AuditActions extends Record<Code, true> {}
}

/** All codes, by family in the order of the table above. */
export const auditActions: readonly AuditAction[] = Object.entries(families).flatMap(([family, events]) =>
  events.map((event) => `${family}.${event}` as AuditAction),
);

/** What the viewer filters by: the first word of the codes. */
export const auditFamilies = Object.keys(families) as readonly AuditFamily[];

/** Whether a text is a code; for filters that come from outside. */
export const isAuditAction = (text: string): text is AuditAction => (auditActions as readonly string[]).includes(text);
