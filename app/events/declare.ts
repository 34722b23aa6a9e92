import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  jobs: {
    'events.prune': 'Remove handled events',
  },
} as const satisfies Declaration;
