import type { Declaration } from '../ontology/declaration.ts';
import { choice, texts } from '../ontology/property.ts';

export const declaration = {
  types: {
    relation_type: {
      source_types: texts(),
      target_types: texts(),
      owner: choice(['', 'source', 'target']),
    },
  },
  permissions: {
    'entities.list': {
      group: 'API',
      label: 'List entities (API)',
      description: 'Read entities of any type through the API.',
    },
    'entities.create': {
      group: 'API',
      label: 'Create entities (API)',
      description: 'Create entities of any type through the API.',
      order: 1,
    },
    'entities.edit': {
      group: 'API',
      label: 'Edit entities (API)',
      description: 'Update entities of any type through the API.',
      order: 2,
    },
    'entities.delete': {
      group: 'API',
      label: 'Delete entities (API)',
      description: 'Delete entities of any type through the API.',
      order: 3,
    },
  },
  families: { entity: 'Entities', relation: 'Relations' },
  actions: {
    'entity.created': 'created the entity {}',
    'entity.updated': 'changed the entity {}',
    'entity.deleted': 'deleted the entity {}',
    'relation.created': 'added a relation to {}',
    'relation.deleted': 'removed a relation from {}',
  },
} as const satisfies Declaration;
