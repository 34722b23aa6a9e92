import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'governance.map': {
      label: 'Governance map',
      url: '/governance/map',
      parent: 'governance',
      order: 2,
      permission: 'tor.list',
    },
  },
} as const satisfies Declaration;
