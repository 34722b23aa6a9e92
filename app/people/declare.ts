import type { Declaration } from '../ontology/declaration.ts';
import { choice, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    user: {
      email: text({ max: 255 }),
      theme_preference: choice(['auto', 'light', 'dark', 'contrast']),
      'pref.sidebar': choice(['full', 'rail']),
      'pref.time_zone': text({ max: 64 }),
      avatar_data_uri: text({ max: 400_000 }),
      'pref.users_table_columns': text({ max: 1000 }),
      'pref.users_views': text({ max: 100_000 }),
      'pref.tors_table_columns': text({ max: 1000 }),
      'pref.tors_views': text({ max: 100_000 }),
      'pref.my_work_views': text({ max: 100_000 }),
    },
  },
  permissions: {
    'users.list': {
      group: 'Users',
      label: 'List users',
      description: 'View and export the list of users, and choose its columns.',
    },
    'users.create': {
      group: 'Users',
      label: 'Create users',
      description: 'Create users, in the UI and through the API.',
    },
    'users.edit': {
      group: 'Users',
      label: 'Edit users',
      description: 'Edit the accounts of other users, in the UI and through the API.',
    },
    'users.delete': {
      group: 'Users',
      label: 'Delete users',
      description: 'Delete users, in the UI and through the API.',
    },
  },
  menu: {
    'admin.users': {
      label: 'Users',
      url: '/users',
      parent: 'admin',
      order: 1,
      permission: 'users.list',
    },
  },
  nouns: { user: 'User' },
  families: { user: 'Users', users: 'User exports' },
  actions: {
    'user.created': 'created the user {}',
    'user.updated': 'changed the user {}',
    'user.deleted': 'deleted the user {}',
    'user.activated': 'activated the user {}',
    'user.deactivated': 'deactivated the user {}',
    'user.avatar_uploaded': 'uploaded a picture',
    'user.avatar_deleted': 'deleted their picture',
    'user.display_name_updated': 'changed their name to {}',
    'users.export': 'exported the list of users',
  },
  constraints: {
    user_name_keys: { field: 'name', message: 'This name is already taken.', code: 'name_taken' },
  },
} as const satisfies Declaration;
