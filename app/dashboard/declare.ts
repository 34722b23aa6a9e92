import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  permissions: {
    'dashboard.view': {
      group: 'Dashboard',
      label: 'View dashboard',
      description: 'Show the dashboard in the menu.',
    },
  },
  menu: {
    dashboard: { label: 'Dashboard', url: '/dashboard', order: 1, permission: 'dashboard.view' },
  },
} as const satisfies Declaration;
