import type { PermissionCode } from '../ontology/actor.ts';
import type { AuditAction } from '../ontology/declared.ts';
import type { Difference } from '../ui/diff.tsx';
import { listed } from '../ui/words.ts';
import type { AuditOutcome } from './outcome.ts';
import { texts } from './texts.ts';

/** An entry of the log as stored, with the current names of its actor and target. */
export interface Entry {
  readonly seq: string;
  readonly at: Date;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly actorId: string | null;
  /** The actor's user name at that time. */
  readonly actorName: string;
  /** Display name; `null` if the actor is no user, or was deleted. */
  readonly actorLabel: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly sessionHash: string | null;
  readonly requestId: string | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly targetLabel: string | null;
  readonly before: Facts | null;
  readonly after: Facts | null;
  readonly details: Facts | null;
}

/** An entry as a line of the dashboard. */
export type RecentEntry = Pick<
  Entry,
  | 'seq'
  | 'at'
  | 'action'
  | 'actorId'
  | 'actorName'
  | 'actorLabel'
  | 'targetType'
  | 'targetId'
  | 'targetLabel'
> & {
  /** The affected user, in addition to the target. */
  readonly user?: string | null;
};

export type Facts = Readonly<Record<string, unknown>>;

/** The actor's display name. */
export const actorOf = ({
  actorId,
  actorName,
  actorLabel,
}: Pick<Entry, 'actorId' | 'actorName' | 'actorLabel'>): string =>
  actorLabel ?? (actorId === null && actorName === 'system' ? texts.system : actorName);

/**
 * Texts before and after the target; for an action without a target, both together.
 * @param user the affected user, for actions that name one besides the target; omitted if unknown
 */
export function phraseOf(
  action: string,
  user?: string | null,
): { readonly before: string; readonly target: boolean; readonly after: string } {
  const template = Object.hasOwn(texts.actions, action)
    ? texts.actions[action as AuditAction]
    : `${action} {}`;
  const words = user ? template.replace('{user}', user) : template.replace(/ \w+ \{user\}$/, '');
  const [before = '', after] = words.split('{}');
  return { before: before.trim(), target: after !== undefined, after: (after ?? '').trim() };
}

/** The event as one sentence without its subject: "Audit retention changed from 180 to 90". */
export function summaryOf(entry: Entry): string {
  const text = changeInWords(entry) ?? `${said(entry)}${fieldsInWords(entry)}`;
  const reasons = reasonsOf(entry.details);
  const sentence = entry.outcome === 'refused' ? `${texts.refused}: ${text}` : text;
  return capital(reasons.length === 0 ? sentence : `${sentence}. ${reasons.join(' ')}`);
}

function said({ action, targetLabel, details }: Entry): string {
  const user = details?.['user'];
  const { before, target, after } = phraseOf(action, typeof user === 'string' ? user : undefined);
  return [before, target ? targetLabel : '', after].filter(Boolean).join(' ');
}

/** A change of one value, and a change of grants, are described in full. */
function changeInWords({ action, outcome, targetLabel, before, after }: Entry): string | undefined {
  if (outcome !== 'success' || before === null || after === null) return undefined;
  const [had, has] = [before['permissions'], after['permissions']];
  if (action === 'role.permissions_changed' && isWords(had) && isWords(has)) {
    return texts.grants(
      has.filter((code) => !had.includes(code)).length,
      had.filter((code) => !has.includes(code)).length,
    );
  }
  if (action !== 'setting.updated' || !('value' in before && 'value' in after)) return undefined;
  return texts.changed(
    targetLabel ?? '',
    valueInWords(before['value']),
    valueInWords(after['value']),
  );
}

const mostFields = 4;

/** Actions whose text already says what changed. */
const saidByAction = new Set([
  'user.activated',
  'user.deactivated',
  'user.display_name_updated',
  'account.theme_updated',
]);

function fieldsInWords({ action, outcome, before, after }: Entry): string {
  if (outcome !== 'success' || before === null || after === null || saidByAction.has(action))
    return '';
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].map(fieldInWords);
  if (fields.length === 0) return '';
  const shown =
    fields.length > mostFields
      ? [...fields.slice(0, mostFields - 1), texts.moreFields(fields.length - mostFields + 1)]
      : fields;
  return `: ${listed(shown)}`;
}

/** Sentences for users, without the field names for programs. */
function reasonsOf(details: Facts | null): readonly string[] {
  const reasons = details?.['reasons'];
  return isWords(reasons) ? reasons.map((reason) => reason.replace(/^[\w.]+: /, '')) : [];
}

/**
 * The label of a field or property; otherwise its name as words: `cadence_day` → "cadence day",
 * `is_initial` → "initial".
 */
export function fieldInWords(field: string): string {
  const caption = Object.hasOwn(texts.fields, field) ? texts.fields[field] : undefined;
  if (caption !== undefined || field.includes('.')) return caption ?? field;
  return field
    .replace(/^is_|_(id|json)$/g, '')
    .replaceAll('_', ' ')
    .replaceAll(
      /([a-z])([A-Z])/g,
      (_, one: string, other: string) => `${one} ${other.toLowerCase()}`,
    );
}

const valueInWords = (value: unknown): string =>
  value === '' || value === null || value === undefined ? texts.empty : plain(value);

/** Values before and after, one line per field; details not already in the summary follow. */
export function differencesOf({
  before,
  after,
}: Pick<Entry, 'before' | 'after'>): readonly Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.flatMap(
    (field) => membersOf(before?.[field], after?.[field]) ?? [differenceOf(field, before, after)],
  );
}

const differenceOf = (field: string, before: Facts | null, after: Facts | null): Difference => ({
  field: fieldInWords(field),
  before: shownValue(before, field),
  after: shownValue(after, field),
});

/** For two sets of words, lists only additions and removals, one per line. */
function membersOf(before: unknown, after: unknown): readonly Difference[] | undefined {
  if (!(isWords(before) && isWords(after))) return undefined;
  const [came, went] = [
    after.filter((word) => !before.includes(word)),
    before.filter((word) => !after.includes(word)),
  ];
  if (came.length + went.length === 0) return undefined;
  return [
    ...came.map((field) => ({ field, after: texts.given })),
    ...went.map((field) => ({ field, before: texts.given })),
  ];
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');

const shownValue = (facts: Facts | null, field: string): string | undefined => {
  const value = facts !== null && Object.hasOwn(facts, field) ? facts[field] : undefined;
  return value === undefined || value === null ? undefined : plain(value);
};

/** Shown in the summary or among the values before and after. */
const shownElsewhere = new Set(['reasons', 'given', 'taken']);

/** Facts besides the states. */
export const factsOf = (details: Facts | null): readonly (readonly [string, string])[] =>
  Object.entries(details ?? {}).flatMap(([name, value]) =>
    shownElsewhere.has(name) || value === null || value === ''
      ? []
      : [[capital(fieldInWords(name)), plain(value)] as const],
  );

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (
    Array.isArray(value) &&
    value.every((item) => typeof item === 'string' || typeof item === 'number')
  )
    return listed(value.map(String));
  return JSON.stringify(value);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const pages: Readonly<
  Record<string, { readonly code: PermissionCode; readonly to: (id: string) => string }>
> = {
  user: { code: 'users.edit', to: (id) => `/users/${id}/edit` },
  role: { code: 'roles.manage', to: (id) => `/roles/builder/${id}/edit` },
  setting: { code: 'settings.manage', to: () => '/settings' },
};

/** Page of the target, for users who may open it; deleted targets have no link. */
export function addressOf(
  { action, targetType, targetId }: Pick<Entry, 'action' | 'targetType' | 'targetId'>,
  permissions: ReadonlySet<PermissionCode>,
): string | undefined {
  const page =
    targetType !== null && Object.hasOwn(pages, targetType) ? pages[targetType] : undefined;
  if (
    page === undefined ||
    targetId === null ||
    action.endsWith('.deleted') ||
    !permissions.has(page.code)
  )
    return undefined;
  return page.to(targetId);
}
