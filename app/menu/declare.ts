import type { Declaration } from '../ontology/declaration.ts';
import { text } from '../ontology/property.ts';

export const declaration = {
  types: {
    nav_item: { url: text({ max: 1000 }), parent: text({ max: 255 }) },
  },
  relations: {
    requires_permission: {
      label: 'Requires permission',
      sources: ['nav_item'],
      targets: ['permission'],
    },
  },
  menu: {
    admin: { label: 'Admin', url: '/users', order: 2 },
    governance: { label: 'Governance', url: '/tor', order: 3 },
    'admin.menu': {
      label: 'Menu',
      url: '/menu',
      parent: 'admin',
      order: 5,
      permission: 'roles.manage',
    },
  },
  nouns: { nav_item: 'Menu entry' },
  families: { menu: 'Menu' },
  actions: {
    'menu.updated': 'changed the menu',
  },
} as const satisfies Declaration;
