import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  nouns: { graph: 'Graph' },
  families: { graph: 'Graph' },
  actions: {
    'graph.resynced': 'resynced the graph',
  },
  jobs: {
    'graph.check': 'Compare the graph with the database',
    'graph.resync': 'Resync the graph',
    'graph.prune': 'Remove unneeded graph changes',
  },
} as const satisfies Declaration;
