import { propertyReasons } from '../../entities/index.ts';
import { relationProblemsOf } from '../../entity-properties.ts';
import type { PermissionCode } from '../../ontology/actor.ts';
import { longestKey, type Texts } from '../../ontology/schema.ts';
import { userNameProblem } from '../../people/index.ts';
import { type Bundle, mayAdminister, mayGive, mayGrant, type Powers } from '../../roles/index.ts';
import { problemOf, type SettingPolicy, settingRefusal } from '../../settings/index.ts';
import type { EntityItem, RelationItem } from '../formats/items.ts';
import { texts } from '../transfer-texts.ts';

const [smallest, largest] = [-2_147_483_648, 2_147_483_647];

/** Whether PostgreSQL can store a text: it contains no NUL and no unpaired surrogates. */
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const typeName = /^[a-z][a-z0-9_]{0,62}$/;

/** Longest label that fits into every index, whatever its characters. */
const longestLabel = 500;

/**
 * Returns the fault of an entity, as a sentence. Checked before anything is written, so that
 * no later step fails (spec data-exchange#checks).
 */
export function entityProblem(
  { type, name, label, sortOrder, properties }: EntityItem,
  powers: Powers,
): string | undefined {
  if (!typeName.test(type)) return texts.typeName(type);
  if (type === 'audit_entry') return texts.auditEntry;
  if (name === '' || longerThan(name, 255)) return texts.nameLength;
  const wrongUserName = type === 'user' ? userNameProblem(name) : undefined;
  if (wrongUserName !== undefined) return wrongUserName;
  if (longerThan(label, longestLabel)) return texts.labelLength;
  if (!storable(name)) return texts.unstorable('name');
  if (!storable(label)) return texts.unstorable('label');
  if (!Number.isInteger(sortOrder) || sortOrder < smallest || sortOrder > largest)
    return texts.sortOrderRange;
  return propertiesProblem(properties) ?? schemaProblem(type, properties, powers);
}

/** Returns the fault of a relation. */
export const relationProblem = ({
  type,
  source,
  target,
  properties,
}: RelationItem): string | undefined =>
  [type, source.type, source.name, target.type, target.name].every(storable)
    ? (propertiesProblem(properties) ?? declaredProblem(type, properties))
    : texts.unstorable(type);

/** As for entities, an empty text means no value. */
function declaredProblem(type: string, properties: Texts): string | undefined {
  const filled = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
  const problems = relationProblemsOf(type, filled);
  return problems.length === 0 ? undefined : problems.map(({ message }) => message).join(' ');
}

function propertiesProblem(properties: Texts): string | undefined {
  for (const [key, value] of Object.entries(properties)) {
    if (key === '' || longerThan(key, longestKey)) return texts.keyLength;
    if (!storable(key) || !storable(value))
      return texts.unstorable(key.toWellFormed().replaceAll('\u0000', ''));
  }
  return undefined;
}

/** An empty text means no value, as the predecessor's files have it for numbers and dates. */
function schemaProblem(type: string, properties: Texts, powers: Powers): string | undefined {
  const filled = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ''));
  const reasons = propertyReasons(type, {}, filled, powers, 'restore');
  return reasons.length === 0 ? undefined : reasons.map(({ message }) => message).join(' ');
}

/**
 * The settings page's checks of a value (spec settings#values): type, limits, floors, pins and
 * permissions.
 */
function settingProblem(
  { name, label, properties }: EntityItem,
  present: Present | undefined,
  { policy, powers }: Importer,
): string | undefined {
  const { value, setting_type: declared } = properties;
  if (value === undefined)
    return present === undefined ? undefined : texts.missing('properties.value');
  const type = declared === 'number' || declared === 'boolean' ? declared : 'text';
  // The command line imports an export into a database without settings.
  if (present === undefined && powers === 'everything')
    return problemOf({ name, label, type }, value);
  return settingRefusal(policy, powers, { name, label, type }, present?.value ?? undefined, value);
}

/** Counts characters only if necessary. */
const longerThan = (text: string, most: number): boolean =>
  text.length > most && (text.length > 2 * most || [...text].length > most);

/**
 * Permissions required in addition to `settings.manage`, by entity type, as on their own pages: to
 * create one, and to change one.
 */
const entityNeeds: Readonly<
  Record<string, readonly [create: PermissionCode, update: PermissionCode]>
> = {
  user: ['users.create', 'users.edit'],
  role: ['roles.manage', 'roles.manage'],
  permission: ['roles.manage', 'roles.manage'],
  relation_type: ['roles.manage', 'roles.manage'],
  nav_item: ['roles.manage', 'roles.manage'],
  setting: ['settings.manage', 'settings.manage'],
  workflow_status: ['workflow.manage', 'workflow.manage'],
  workflow_transition: ['workflow.manage', 'workflow.manage'],
};

/** Whether the present state of an entity must be known before a file may change it. */
export const isGuarded = ({ type }: { readonly type: string }): boolean =>
  Object.hasOwn(entityNeeds, type);

/** Types that affect permissions, so that an administrator must remain. */
export const concernsAccess = (type: string): boolean =>
  type === 'user' || type === 'role' || type === 'permission';

/** An existing entity, as far as it decides who may change it. */
export interface Present extends Bundle {
  readonly id: string;
  /** Of a setting. */
  readonly value?: string | null;
}

/** The importing actor and the rules that apply. */
export interface Importer {
  readonly powers: Powers;
  readonly policy: SettingPolicy;
  readonly actor: { readonly id: string | null };
}

/**
 * Returns why an actor may not create or change an entity by a file (spec
 * permissions#no-escalation): the requirements of its own page, and no entity with more permissions
 * than the actor.
 * @param present the entity as it is; `undefined` if it is new
 */
export function entityRefusal(
  item: EntityItem,
  present: Present | undefined,
  importer: Importer,
): string | undefined {
  const { powers, actor } = importer;
  const [create, update] = entityNeeds[item.type] ?? [];
  const needed = present === undefined ? create : update;
  if (needed !== undefined && powers !== 'everything' && !powers.has(needed))
    return texts.needs(needed);
  if (item.type === 'setting') return settingProblem(item, present, importer);
  if (present === undefined) return undefined;
  if (item.type === 'user' && present.id === actor.id && item.isActive === false)
    return texts.ownAccount;
  return sentence(
    item.type === 'user' ? mayAdminister(powers, present) : mayGrant(powers, present.codes),
  );
}

/** Permissions required in addition to `settings.manage`, by relation type. */
const relationNeeds: Readonly<Record<string, PermissionCode>> = {
  has_role: 'roles.assign',
  has_permission: 'roles.manage',
  requires_permission: 'roles.manage',
  transition_from: 'workflow.manage',
  transition_to: 'workflow.manage',
  fills_position: 'tor.manage_members',
};

/** The permission required for a relation, if any. */
function relationNeed(type: string, sourceType: string): PermissionCode | undefined {
  if (type === 'belongs_to_tor' && sourceType === 'tor_function') return 'tor.edit';
  return Object.hasOwn(relationNeeds, type) ? relationNeeds[type] : undefined;
}

/** Whether a relation requires more than `settings.manage`. */
export const isGuardedRelation = ({
  type,
  sourceType,
}: {
  readonly type: string;
  readonly sourceType: string;
}): boolean => relationNeed(type, sourceType) !== undefined;

/**
 * Returns why an actor may not relate two entities by a file: no one can grant permissions they
 * lack (spec permissions#no-escalation).
 * @param role the role that is assigned, or that gets a permission
 */
export function relationRefusal(
  {
    type,
    sourceType,
    targetName,
  }: { readonly type: string; readonly sourceType: string; readonly targetName: string },
  role: Bundle | undefined,
  powers: Powers,
): string | undefined {
  const needed = relationNeed(type, sourceType);
  if (needed === undefined || powers === 'everything') return undefined;
  if (!powers.has(needed)) return texts.needs(needed);
  if (type === 'has_role' && role !== undefined) return sentence(mayGive(powers, role));
  if (type === 'has_permission')
    return sentence(mayGrant(powers, [...(role?.codes ?? []), targetName as PermissionCode]));
  return undefined;
}

const sentence = (verdict: true | string): string | undefined =>
  verdict === true ? undefined : verdict;
