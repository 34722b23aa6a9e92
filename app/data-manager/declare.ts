import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  menu: {
    'admin.data_manager': {
      label: 'Data manager',
      url: '/data-manager',
      parent: 'admin',
      order: 10,
      permission: 'settings.manage',
    },
  },
  families: { data: 'Import and export' },
  actions: {
    'data.imported': 'imported data',
    'data.exported': 'exported data',
  },
  jobs: {
    'imports.prune': 'Remove expired import records',
  },
} as const satisfies Declaration;
