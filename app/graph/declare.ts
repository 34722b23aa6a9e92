import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { graph: 'Graph' },
  actions: {
    'graph.resynced': 'resynced the graph',
  },
  jobs: {
    'graph.check': 'Compare the graph with the database',
    'graph.prune': 'Remove unneeded graph changes',
  },
} as const satisfies Declaration;
