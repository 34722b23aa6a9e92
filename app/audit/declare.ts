import type { Declaration } from '../ontology/declaration.ts';
import { reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    audit_entry: {
      user_id: reference('user'),
      action: text({ max: 255 }),
      target_type: text({ max: 255 }),
      target_id: text({ max: 255 }),
      summary: text(),
    },
  },
  permissions: {
    'audit.view': {
      group: 'Admin',
      label: 'View audit log',
      description: 'View who changed what and when, in the audit log and on the dashboard.',
    },
  },
  menu: {
    'admin.audit': {
      label: 'Audit log',
      url: '/audit',
      parent: 'admin',
      order: 8,
      permission: 'audit.view',
    },
  },
  settings: {
    'audit.enabled': {
      label: 'Enable audit logging',
      type: 'boolean',
      value: 'true',
      description: 'Record changes in the audit log.',
    },
    'audit.log_path': {
      label: 'Audit log directory',
      type: 'text',
      value: 'data/audit/',
      description: 'Directory for the daily audit files.',
    },
    'audit.retention_days': {
      label: 'Audit retention (days)',
      type: 'number',
      value: '90',
      description: 'Days before audit entries are deleted. 0 keeps them forever.',
    },
  },
  families: { audit: 'Audit log' },
  actions: {
    'audit.viewed': 'read the audit log',
    'audit.exported': 'exported the audit log',
    'audit.pruned': 'deleted old entries of the audit log',
    'audit.verified': 'verified the audit log',
  },
  jobs: {
    'audit.prune': 'Remove expired audit entries',
  },
} as const satisfies Declaration;
