import type { Declaration } from '../ontology/declaration.ts';
import { flag, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    permission: { group_name: text({ standard: 'Other', max: 255 }), description: text() },
    role: { description: text(), is_default: flag() },
  },
  relations: {
    has_role: { label: 'Has Role', sources: ['user'], targets: ['role'] },
    has_permission: { label: 'Has Permission', sources: ['role'], targets: ['permission'] },
  },
  permissions: {
    'roles.manage': {
      group: 'Roles',
      label: 'Manage Roles',
      description: 'Builds, changes and deletes roles and decides who sees which menu entry.',
    },
    'roles.assign': {
      group: 'Roles',
      label: 'Assign Roles',
      description: 'Gives roles to users and takes them away.',
    },
  },
  menu: {
    'admin.roles': {
      label: 'Roles',
      url: '/roles',
      parent: 'admin',
      order: 2,
      permission: 'roles.assign',
    },
    'admin.role_builder': {
      label: 'New role',
      url: '/roles/new',
      parent: 'admin',
      order: 4,
      permission: 'roles.manage',
    },
  },
  nouns: { permission: 'Permission', role: 'Role' },
  families: { role: 'Roles' },
  actions: {
    'role.created': 'created the role {}',
    'role.created_via_builder': 'created the role {}',
    'role.updated': 'changed the role {}',
    'role.permissions_changed': 'changed the permissions of {}',
    'role.deleted': 'deleted the role {}',
    'role.assigned': 'gave the role {} to {user}',
    'role.unassigned': 'took the role {} from {user}',
  },
} as const satisfies Declaration;
