import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  jobs: {
    'live.prune': 'Remove old changes of open pages',
  },
} as const satisfies Declaration;
