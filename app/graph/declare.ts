import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { graph: 'Graph' },
  actions: {
    'graph.resynced': 'brought the graph up to date',
  },
} as const satisfies Declaration;
