import { isEntityType, problemsOf, propertyOf } from '../entity-properties.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Verdict } from '../ontology/command.ts';
import type { Reason } from '../ontology/outcome.ts';
import { isPropertyKey, isSensitive, type Texts } from '../ontology/schema.ts';
import type { Powers } from '../roles/index.ts';
import { texts } from './texts.ts';

/**
 * Types that the app relies on or writes itself: each has its own pages, commands and rules (spec
 * api#entities).
 */
export const systemTypes: ReadonlySet<string> = new Set([
  ...['user', 'role', 'permission', 'relation_type', 'setting', 'nav_item', 'audit_entry'],
  ...['workflow_status', 'workflow_transition', 'warning', 'warning_receipt', 'warning_event'],
]);

/** Whether entities of a type are read-only here. */
export const isSystemType = (type: string): boolean => systemTypes.has(type);

/**
 * Permissions required to read entities of a type, in addition to `entities.list`, so that the API
 * reveals nothing that pages hide.
 */
const readers: Readonly<Record<string, readonly PermissionCode[]>> = {
  user: ['users.list'],
  setting: ['settings.manage'],
  audit_entry: ['audit.view'],
  warning: ['warnings.view'],
  warning_receipt: ['warnings.view'],
  warning_event: ['warnings.view'],
  tor: ['tor.list'],
  tor_function: ['tor.list'],
  protocol_step: ['tor.list'],
  presentation_template: ['tor.edit'],
  template_slide: ['tor.edit'],
  // Their pages are for members of the committee. `tor.edit` sees those of every committee (spec
  // ontology-explorer#visibility, documents#visibility).
  document: ['tor.edit'],
  suggestion: ['tor.edit', 'suggestion.view'],
  proposal: ['tor.edit', 'proposal.view'],
  amendment: ['tor.edit', 'proposal.view', 'agenda.view'],
  comment: ['tor.edit', 'suggestion.view', 'proposal.view', 'agenda.view'],
  agenda_point: ['tor.edit', 'agenda.view'],
  coa: ['tor.edit', 'agenda.view'],
  coa_section: ['tor.edit', 'agenda.view'],
  opinion: ['tor.edit', 'agenda.view'],
  decision: ['tor.edit', 'agenda.view'],
  meeting: ['tor.edit', 'meetings.view'],
  meeting_entry: ['tor.edit', 'meetings.view'],
  action_item: ['tor.edit', 'meetings.view'],
  minutes: ['tor.edit', 'minutes.view'],
  minutes_section: ['tor.edit', 'minutes.view'],
};

/**
 * Types that a user may not see. Applied wherever entities of several types are read: API,
 * explorer, graph, search, export, and counts.
 */
export const hiddenTypes = (powers: Powers): readonly string[] =>
  Object.keys(readers).filter((type) => !mayReadType(type, powers));

/** Whether a user may see entities of a type. */
export const mayReadType = (type: string, powers: Powers): boolean =>
  powers === 'everything' || readersOf(type).every((code) => powers.has(code));

/** The permissions required to read a type, all of them. */
export const readersOf = (type: string): readonly PermissionCode[] =>
  Object.hasOwn(readers, type) ? (readers[type] ?? []) : [];

/** Whether a text is a valid type name; custom types are allowed. */
export const isTypeName = (text: string): boolean => /^[a-z][a-z0-9_]{0,62}$/.test(text);

/** Whether entities of a type can be written here at all. */
export function mayWriteType(type: string): Verdict {
  if (isSystemType(type)) return texts.systemType(type);
  return isTypeName(type) || texts.typeName;
}

/**
 * Types whose status follows a workflow, in which each step requires its own permission, and their
 * initial status (spec workflow#transitions).
 */
const workflowStarts: Readonly<Record<string, string>> = {
  suggestion: 'open',
  proposal: 'draft',
  meeting: 'projected',
  agenda_point: 'scheduled',
  minutes: 'draft',
};

/**
 * Reasons why a user may not set these property values: a secret, an invalid value, a status
 * governed by a workflow, or a capability they could not grant elsewhere (spec
 * permissions#no-escalation).
 * @param before stored values; empty for a new entity
 * @param changes `null` removes a property
 * @param purpose `restore`: an import, which may bring any status with `workflow.manage`
 */
export function propertyReasons(
  type: string,
  before: Texts,
  changes: Readonly<Record<string, string | null>>,
  powers: Powers,
  purpose: 'edit' | 'restore' = 'edit',
): readonly Reason[] {
  const different = Object.entries(changes).filter(
    ([key, value]) => (own(before, key) ?? null) !== value,
  );
  const given = Object.fromEntries(
    different.filter((entry): entry is [string, string] => entry[1] !== null),
  );
  const removed = different.filter(([, value]) => value === null).map(([key]) => key);
  const secrets = removed
    .filter(isSensitive)
    .map((key) => ({ field: fieldOf(key), message: texts.secret(key), code: 'sensitive' }));
  const invalid = problemsOf(type, given).map(({ key, message }) => ({
    ...{ field: fieldOf(key), message },
    code: isSensitive(key) ? 'sensitive' : 'property_invalid',
  }));
  const unnamed = different
    .filter(([key]) => !isPropertyKey(key))
    .map(([key]) => ({ field: fieldOf(key), message: texts.keyName }));
  const guarded = different.flatMap(([key, value]) =>
    guardReasons(type, key, value, { powers, isNew: Object.keys(before).length === 0, purpose }),
  );
  return [...secrets, ...invalid, ...unnamed, ...guarded];
}

interface Guard {
  readonly powers: Powers;
  readonly isNew: boolean;
  readonly purpose: 'edit' | 'restore';
}

function guardReasons(
  type: string,
  key: string,
  value: string | null,
  { powers, isNew, purpose }: Guard,
): readonly Reason[] {
  const has = (code: PermissionCode): boolean => powers === 'everything' || powers.has(code);
  if (
    key === 'status' &&
    Object.hasOwn(workflowStarts, type) &&
    !(isNew && value === workflowStarts[type]) &&
    !(purpose === 'restore' && has('workflow.manage'))
  )
    return [{ field: fieldOf(key), message: texts.workflow(type), code: 'workflow' }];
  if (type === 'tor_function' && key.startsWith('can_') && value === 'true' && !has('tor.edit'))
    return [{ field: fieldOf(key), message: texts.capability, code: 'escalation' }];
  return [];
}

/** Name of a property in a list of reasons. */
const fieldOf = (key: string): string => `properties.${key}`;

const own = (stored: Texts, key: string): string | undefined =>
  Object.hasOwn(stored, key) ? stored[key] : undefined;

/** Ids in changed reference properties, by the required type. */
export function referencesOf(
  type: string,
  changes: Readonly<Record<string, string | null>>,
): readonly { readonly key: string; readonly id: string; readonly refersTo: string }[] {
  if (!isEntityType(type)) return [];
  return Object.entries(changes).flatMap(([key, id]) => {
    const refersTo = propertyOf(type, key)?.refersTo;
    return refersTo === undefined || id === null ? [] : [{ key, id, refersTo }];
  });
}

/**
 * Relation types that affect permissions or that the app maintains itself: they have their own
 * pages and commands.
 */
const systemRelations: ReadonlySet<string> = new Set([
  ...['has_role', 'has_permission', 'requires_permission', 'transition_from', 'transition_to'],
  ...['targets_user', 'for_warning', 'for_user', 'on_receipt', 'forwarded_to_user'],
]);

/** Permissions required for a relation in addition to the edit permission, as on its own page. */
const relationNeeds: Readonly<Record<string, PermissionCode>> = {
  fills_position: 'tor.manage_members',
};

/**
 * Whether a user may add or remove a relation.
 * @param sourceType type of its source entity
 */
export function mayRelate(type: string, sourceType: string, powers: Powers): Verdict {
  if (systemRelations.has(type)) return texts.systemRelation(type);
  const code =
    type === 'belongs_to_tor' && sourceType === 'tor_function' ? 'tor.edit' : relationNeeds[type];
  return (
    code === undefined ||
    powers === 'everything' ||
    powers.has(code) ||
    texts.relationNeeds(type, code)
  );
}
