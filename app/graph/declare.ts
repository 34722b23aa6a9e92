import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { graph: 'Graph' },
  actions: {
    'graph.resynced': 'resynced the graph',
  },
} as const satisfies Declaration;
