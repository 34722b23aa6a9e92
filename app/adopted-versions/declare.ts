import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  actions: {
    'tor.version_adopted': 'adopted the Terms of Reference of {}',
    'tor.version_exported': 'exported adopted Terms of Reference of {}',
  },
  constraints: {
    tor_versions_tor_fkey: {
      message:
        'Adopted Terms of Reference are final, so their committee can’t be deleted. Archive it instead.',
      code: 'final',
    },
  },
} as const satisfies Declaration;
