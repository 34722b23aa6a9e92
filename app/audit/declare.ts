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
      label: 'View Audit Log',
      description: 'Reads who changed what and when, on the audit page and the dashboard.',
    },
  },
  menu: {
    'admin.audit': {
      label: 'Audit Log',
      url: '/audit',
      parent: 'admin',
      order: 8,
      permission: 'audit.view',
    },
  },
  settings: {
    'audit.enabled': {
      label: 'Enable Audit Logging',
      type: 'boolean',
      value: 'true',
      description: 'Whether changes are written to the audit log.',
    },
    'audit.log_path': {
      label: 'Audit Log Directory',
      type: 'text',
      value: 'data/audit/',
      description: 'Directory that receives one audit file a day.',
    },
    'audit.retention_days': {
      label: 'Audit Retention (Days)',
      type: 'number',
      value: '90',
      description: 'Age in days after which audit entries are removed; 0 keeps them.',
    },
  },
  families: { audit: 'Audit log' },
  actions: {
    'audit.viewed': 'read the audit log',
    'audit.exported': 'exported the audit log',
    'audit.pruned': 'removed old entries of the audit log',
    'audit.verified': 'verified the audit log',
  },
} as const satisfies Declaration;
