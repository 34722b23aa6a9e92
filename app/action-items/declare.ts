import type { Declaration } from '../ontology/declaration.ts';
import { choice, date, moment, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    action_item: {
      description: text({ max: 2000 }),
      status: choice(['open', 'in_progress', 'done']),
      due_date: date(),
      // A name that is neither a user nor a position, as minutes from elsewhere have it.
      responsible: text({ max: 255 }),
      done_date: moment(),
    },
  },
  relations: {
    action_item_of: {
      label: 'Action item of',
      sources: ['action_item'],
      targets: ['minutes', 'meeting', 'decision'],
    },
    assigned_to: {
      label: 'Assigned to',
      sources: ['action_item'],
      targets: ['user', 'tor_function'],
    },
  },
  menu: {
    'governance.action_items': {
      label: 'My actions',
      url: '/action-items',
      parent: 'governance',
      order: 10,
      permission: 'tor.list',
    },
  },
  nouns: { action_item: 'Action item' },
  families: { action_item: 'Action items' },
  actions: {
    'action_item.created': 'created the action item {}',
    'action_item.updated': 'changed the action item {}',
    'action_item.status_changed': 'changed the status of the action item {}',
    'action_item.deleted': 'deleted the action item {}',
  },
} as const satisfies Declaration;
