import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'admin.ontology': {
      label: 'Ontology',
      url: '/ontology',
      parent: 'admin',
      order: 6,
      permission: 'settings.manage',
    },
  },
} as const satisfies Declaration;
