import type { Declaration } from '../ontology/declaration.ts';
import { flag, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    permission: { group_name: text({ standard: 'Other', max: 255 }), description: text() },
    role: { description: text(), is_default: flag() },
  },
  relations: {
    has_role: { label: 'Has role', sources: ['user'], targets: ['role'] },
    has_permission: { label: 'Has permission', sources: ['role'], targets: ['permission'] },
  },
  permissions: {
    'roles.manage': {
      group: 'Roles',
      label: 'Manage roles',
      description: 'Create, edit, and delete roles, and choose which roles see each menu entry.',
    },
    'roles.assign': {
      group: 'Roles',
      label: 'Assign roles',
      description: 'Assign roles to users and remove them.',
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
    'admin.menu_builder': {
      label: 'Permissions',
      url: '/menu-builder',
      parent: 'admin',
      order: 3,
      permission: 'roles.manage',
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
    'role.assigned': 'assigned the role {} to {user}',
    'role.unassigned': 'removed the role {} from {user}',
  },
} as const satisfies Declaration;
