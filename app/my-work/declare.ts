import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'governance.my_work': {
      label: 'My work',
      url: '/my-work',
      parent: 'governance',
      order: 20,
      permission: 'tor.list',
    },
  },
} as const satisfies Declaration;
