import {
  menuEntries,
  permissions,
  relationTypes,
  settings,
  workflows,
} from '../../declarations.ts';
import type { TransitionDeclaration } from '../../ontology/declaration.ts';
import { entity, relation, type SeedEntity, type SeedRelation } from '../model.ts';

// The declarations of features as entities and relations.

const relationEntities = Object.entries(relationTypes).map(
  ([name, { label, sources, targets, owner }]) =>
    entity('relation_type', name, label, {
      source_types: JSON.stringify(sources),
      target_types: JSON.stringify(targets),
      ...(owner && { owner }),
    }),
);

const permissionEntities = Object.entries(permissions).map(
  ([code, { group, label, description, order = 0 }]) =>
    entity('permission', code, label, { group_name: group, description }, order),
);

const menuEntities = Object.entries(menuEntries).map(([name, { label, url, parent, order }]) =>
  entity('nav_item', name, label, { url, ...(parent && { parent }) }, order),
);

const menuRelations = Object.entries(menuEntries).flatMap(([name, { permission }]) =>
  permission
    ? [relation('requires_permission', `nav_item:${name}`, `permission:${permission}`)]
    : [],
);

const settingEntities = Object.entries(settings).map(
  ([name, { label, type, value, description }], place) =>
    entity('setting', name, label, { value, description, setting_type: type }, place + 1),
);

const statusEntities = Object.entries(workflows).flatMap(([scope, { statuses }]) =>
  Object.entries(statuses).map(([code, { label, kind }], place) =>
    entity(
      'workflow_status',
      `${scope}.${code}`,
      label,
      {
        entity_type_scope: scope,
        status_code: code,
        label,
        order: String(place + 1),
        ...(kind === 'initial' && { is_initial: 'true' }),
        ...(kind === 'terminal' && { is_terminal: 'true' }),
      },
      place + 1,
    ),
  ),
);

const transitions = Object.entries(workflows).flatMap(([scope, workflow]) =>
  workflow.transitions.map((transition) => ({
    ...transition,
    scope,
    entityName: nameOf(scope, transition),
  })),
);

function nameOf(scope: string, { name, from, to }: TransitionDeclaration): string {
  return `${scope}.${name ?? `${from}_to_${to}`}`;
}

const transitionEntities = transitions.map(
  ({ scope, entityName, from, to, label, permission, capability, condition, reason }) =>
    entity('workflow_transition', entityName, label, {
      entity_type_scope: scope,
      from_status_code: from,
      to_status_code: to,
      transition_label: label,
      required_permission: permission,
      requires_outcome: String(reason ?? false),
      ...(capability && { required_capability: capability }),
      ...(condition && { condition }),
    }),
);

const transitionRelations = transitions.flatMap(({ scope, entityName, from, to }) => [
  relation(
    'transition_from',
    `workflow_transition:${entityName}`,
    `workflow_status:${scope}.${from}`,
  ),
  relation('transition_to', `workflow_transition:${entityName}`, `workflow_status:${scope}.${to}`),
]);

/**
 * In order of insertion: relation types and permissions first, because everything else refers to
 * them.
 */
export const declaredEntities: readonly SeedEntity[] = [...relationEntities, ...permissionEntities];
export const furtherEntities: readonly SeedEntity[] = [
  ...menuEntities,
  ...settingEntities,
  ...statusEntities,
  ...transitionEntities,
];
export const declaredRelations: readonly SeedRelation[] = [
  ...menuRelations,
  ...transitionRelations,
];

/** Codes of all permissions, or of those that start with one of `prefixes`. */
export const permissionCodes = (...prefixes: readonly string[]): readonly string[] =>
  Object.keys(permissions).filter(
    (code) => prefixes.length === 0 || prefixes.some((prefix) => code.startsWith(prefix)),
  );
