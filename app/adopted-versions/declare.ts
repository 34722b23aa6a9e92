import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  actions: {
    'tor.version_adopted': 'adopted the Terms of Reference of {}',
    'tor.version_exported': 'exported adopted Terms of Reference of {}',
  },
} as const satisfies Declaration;
