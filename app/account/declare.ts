import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { account: 'Own accounts' },
  actions: {
    'account.preferences_updated': 'changed their preferences',
    'account.theme_updated': 'changed their theme',
  },
} as const satisfies Declaration;
