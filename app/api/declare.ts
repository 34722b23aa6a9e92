import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  jobs: {
    'api.prune-submissions': 'Remove expired form and request tokens',
    'api.prune-limits': 'Remove expired API rate limits',
  },
} as const satisfies Declaration;
