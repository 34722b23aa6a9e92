import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  relations: {
    feeds_into: { label: 'Feeds into', sources: ['tor'], targets: ['tor'] },
    escalates_to: { label: 'Escalates to', sources: ['tor'], targets: ['tor'] },
  },
  actions: {
    'tor.dependency_added': 'added a dependency to {}',
    'tor.dependency_removed': 'removed a dependency of {}',
  },
} as const satisfies Declaration;
