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
      label: 'List Entities (API)',
      description: 'Reads entities of any type through the API.',
    },
    'entities.create': {
      group: 'API',
      label: 'Create Entities (API)',
      description: 'Creates entities of any type through the API.',
      order: 1,
    },
    'entities.edit': {
      group: 'API',
      label: 'Edit Entities (API)',
      description: 'Changes entities of any type through the API.',
      order: 2,
    },
    'entities.delete': {
      group: 'API',
      label: 'Delete Entities (API)',
      description: 'Deletes entities of any type through the API.',
      order: 3,
    },
  },
  families: { entity: 'Entities', relation: 'Relations' },
  actions: {
    'entity.created': 'created the entity {}',
    'entity.updated': 'changed the entity {}',
    'entity.deleted': 'deleted the entity {}',
    'relation.created': 'related {}',
    'relation.deleted': 'ended a relation of {}',
  },
} as const satisfies Declaration;
