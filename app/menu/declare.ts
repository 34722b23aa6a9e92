import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'admin.menu_builder': {
      label: 'Permissions',
      url: '/menu-builder',
      parent: 'admin',
      order: 3,
      permission: 'roles.manage',
    },
  },
} as const satisfies Declaration;
