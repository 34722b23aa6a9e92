import { declaration as account } from './account/declare.ts';
import { declaration as actionItems } from './action-items/declare.ts';
import { declaration as adoptedVersions } from './adopted-versions/declare.ts';
import { declaration as agenda } from './agenda/declare.ts';
import { declaration as amendments } from './amendments/declare.ts';
import { declaration as api } from './api/declare.ts';
import { declaration as attachments } from './attachments/declare.ts';
import { declaration as audit } from './audit/declare.ts';
import { declaration as auth } from './auth/declare.ts';
import { declaration as ballots } from './ballots/declare.ts';
import { declaration as calendar } from './calendar/declare.ts';
import { declaration as comments } from './comments/declare.ts';
import { declaration as committees } from './committees/declare.ts';
import { declaration as dashboard } from './dashboard/declare.ts';
import { declaration as dataManager } from './data-manager/declare.ts';
import { declaration as decisions } from './decisions/declare.ts';
import { declaration as dependencies } from './dependencies/declare.ts';
import { declaration as documents } from './documents/declare.ts';
import { declaration as entities } from './entities/declare.ts';
import { declaration as events } from './events/declare.ts';
import { declaration as governanceMap } from './governance-map/declare.ts';
import { declaration as graph } from './graph/declare.ts';
import { declaration as jobs } from './jobs-page/declare.ts';
import { declaration as live } from './live/declare.ts';
import { declaration as meetingPack } from './meeting-pack/declare.ts';
import { declaration as meetings } from './meetings/declare.ts';
import { declaration as menu } from './menu/declare.ts';
import { declaration as minutes } from './minutes/declare.ts';
import { declaration as motions } from './motions/declare.ts';
import { declaration as myWork } from './my-work/declare.ts';
import { declaration as notifications } from './notifications/declare.ts';
import type {
  Declaration,
  MenuDeclaration,
  PermissionDeclaration,
  RelationDeclaration,
  SettingDeclaration,
  WorkflowDeclaration,
} from './ontology/declaration.ts';
import type { AuditAction, PermissionCode, RelationTypeName } from './ontology/declared.ts';
import type { Reason } from './ontology/outcome.ts';
import { declaration as ontologyExplorer } from './ontology-explorer/declare.ts';
import { declaration as people } from './people/declare.ts';
import { declaration as positions } from './positions/declare.ts';
import { declaration as presentationTemplates } from './presentation-templates/declare.ts';
import { declaration as proposals } from './proposals/declare.ts';
import { declaration as protocol } from './protocol/declare.ts';
import { declaration as questions } from './questions/declare.ts';
import { declaration as quorum } from './quorum/declare.ts';
import { declaration as roles } from './roles/declare.ts';
import { declaration as securityNotices } from './security-notices/declare.ts';
import { declaration as settingsPage } from './settings/declare.ts';
import { declaration as subscriptions } from './subscriptions/declare.ts';
import { declaration as suggestions } from './suggestions/declare.ts';
import { declaration as tokens } from './tokens/declare.ts';
import { declaration as warnings } from './warnings/declare.ts';
import { declaration as webhooks } from './webhooks/declare.ts';
import { declaration as workflow } from './workflow/declare.ts';

/** All features, in the order in which pages show their declarations. */
const features = [
  dashboard,
  auth,
  account,
  tokens,
  people,
  roles,
  menu,
  settingsPage,
  audit,
  dataManager,
  api,
  securityNotices,
  events,
  jobs,
  graph,
  ontologyExplorer,
  committees,
  positions,
  quorum,
  adoptedVersions,
  protocol,
  dependencies,
  governanceMap,
  questions,
  presentationTemplates,
  meetings,
  meetingPack,
  motions,
  minutes,
  actionItems,
  calendar,
  subscriptions,
  agenda,
  ballots,
  decisions,
  workflow,
  suggestions,
  myWork,
  proposals,
  comments,
  amendments,
  documents,
  attachments,
  warnings,
  notifications,
  live,
  webhooks,
  entities,
] as const satisfies readonly Declaration[];

type Feature = (typeof features)[number];
/** The declarations of one feature under a key. */
type Part<Key extends keyof Declaration, F = Feature> = F extends {
  readonly [K in Key]: infer Declared;
}
  ? Declared
  : never;
type NamesOf<Key extends keyof Declaration, P = Part<Key>> = P extends unknown
  ? keyof P & string
  : never;
type Types = {
  readonly [Type in NamesOf<'types'>]: Part<'types'> extends infer P
    ? P extends { readonly [T in Type]: infer Properties }
      ? Properties
      : never
    : never;
};

declare module './ontology/declared.ts' {
  interface EntityTypes extends Types {}
  interface RelationTypes extends Record<NamesOf<'relations'>, true> {}
  interface Permissions extends Record<NamesOf<'permissions'>, true> {}
  interface AuditActions extends Record<NamesOf<'actions'>, true> {}
}

/** The first part of an action's code, such as `user`. */
export type AuditFamily = NamesOf<'families'>;

/** Merges what all features declare under a key. Throws if two declare the same name. */
function merged<Value>(key: keyof Declaration): Readonly<Record<string, Value>> {
  const entries = features.flatMap((feature: Declaration) => Object.entries(feature[key] ?? {}));
  const names = new Set(entries.map(([name]) => name));
  if (names.size < entries.length)
    throw new Error(`two features declare the same name under ${key}`);
  return Object.fromEntries(entries) as Record<string, Value>;
}

/** The properties of every entity type. */
export const entityTypes = merged('types') as unknown as Types;
export const relationTypes = merged<RelationDeclaration>('relations') as Readonly<
  Record<RelationTypeName, RelationDeclaration>
>;
export const permissions = merged<PermissionDeclaration>('permissions') as Readonly<
  Record<PermissionCode, PermissionDeclaration>
>;
export const menuEntries = merged<MenuDeclaration>('menu');
export const auditActions = merged<string>('actions') as Readonly<Record<AuditAction, string>>;
export const auditFamilies = merged<string>('families') as Readonly<Record<AuditFamily, string>>;
export const jobLabels = merged<string>('jobs');
export const nouns = merged<string>('nouns');
export const settings = merged<SettingDeclaration>('settings');
export const workflows = merged<WorkflowDeclaration>('workflows');
export const constraints = merged<Reason>('constraints');
