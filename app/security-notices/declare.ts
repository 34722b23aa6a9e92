import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  jobs: {
    'notices.prune': 'Remove expired security notices',
    'notices.prune-places': 'Remove unused sign-in places',
  },
} as const satisfies Declaration;
