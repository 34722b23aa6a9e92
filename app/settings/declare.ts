import type { Declaration } from '../ontology/declaration.ts';
import { choice, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    setting: {
      value: text(),
      description: text(),
      setting_type: choice(['text', 'number', 'boolean']),
    },
  },
  permissions: {
    'settings.manage': {
      group: 'Settings',
      label: 'Manage Settings',
      description: 'Changes settings, explores the ontology and imports and exports data.',
    },
    'settings.security': {
      group: 'Settings',
      label: 'Manage Security Settings',
      description:
        'Changes settings about sign-in, passwords and the audit log, and confirms such changes of others in prod.',
    },
  },
  menu: {
    'admin.settings': {
      label: 'Settings',
      url: '/settings',
      parent: 'admin',
      order: 7,
      permission: 'settings.manage',
    },
  },
  settings: {
    'app.name': {
      label: 'Application Name',
      type: 'text',
      value: 'Ahlt',
      description: 'Name in the navigation bar, in page titles and on the sign-in page.',
    },
    'app.description': {
      label: 'Application Description',
      type: 'text',
      value: 'Administration Platform',
      description: 'One line that says what this installation is for.',
    },
    'app.support': {
      label: 'Support',
      type: 'text',
      value: '',
      description: 'Whom to ask when signing in fails; stands below the sign-in form.',
    },
    'app.time_zone': {
      label: 'Time Zone',
      type: 'text',
      value: 'UTC',
      description: 'Where times are read by people whose browser says nothing and who chose none.',
    },
    'app.classification': {
      label: 'Classification Banner',
      type: 'text',
      value: '',
      description: 'Text above and below every page and on exports; empty for no banner.',
    },
  },
  nouns: { setting: 'Setting' },
  families: { setting: 'Settings' },
  actions: {
    'setting.created': 'added the setting {}',
    'setting.updated': 'changed the setting {}',
    'setting.change_requested': 'asked for a change of the setting {}',
    'setting.change_withdrawn': 'withdrew a change of the setting {}',
    'setting.change_expired': 'let a change of the setting {} expire',
  },
} as const satisfies Declaration;
