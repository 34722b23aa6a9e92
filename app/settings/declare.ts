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
      label: 'Manage settings',
      description: 'Edit settings, explore the ontology, and import and export data.',
    },
    'settings.security': {
      group: 'Settings',
      label: 'Manage security settings',
      description:
        'Edit settings for sign-in, passwords, and the audit log, and confirm such changes by others in prod.',
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
      label: 'Application name',
      type: 'text',
      value: 'Ahlt',
      description: 'Name in the navigation bar, in page titles, and on the sign-in page.',
    },
    'app.description': {
      label: 'Application description',
      type: 'text',
      value: 'Administration Platform',
      description: 'One-line purpose of this installation.',
    },
    'app.support': {
      label: 'Support',
      type: 'text',
      value: '',
      description: 'Contact for sign-in problems, shown below the sign-in form.',
    },
    'app.time_zone': {
      label: 'Time zone',
      type: 'text',
      value: 'UTC',
      description: 'Default time zone for users who chose none and whose browser sends none.',
    },
    'app.classification': {
      label: 'Classification banner',
      type: 'text',
      value: '',
      description: 'Text above and below every page and on exports. Leave empty for no banner.',
    },
  },
  nouns: { setting: 'Setting' },
  families: { setting: 'Settings' },
  actions: {
    'setting.created': 'created the setting {}',
    'setting.updated': 'changed the setting {}',
    'setting.change_requested': 'requested a change of the setting {}',
    'setting.change_withdrawn': 'withdrew a change of the setting {}',
    'setting.change_expired': 'let a change of the setting {} expire',
  },
  jobs: {
    'settings.expire-changes': 'Expire unconfirmed setting changes',
    'settings.apply-pins': 'Apply pinned settings',
  },
} as const satisfies Declaration;
