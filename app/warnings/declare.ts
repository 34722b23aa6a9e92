import type { Declaration } from '../ontology/declaration.ts';
import { choice, integerOr, moment, reference, text } from '../ontology/property.ts';

export const declaration = {
  types: {
    warning: {
      severity: choice(['info', 'low', 'medium', 'high', 'critical']),
      category: choice(['system', 'governance', 'security', 'data_integrity']),
      message: text(),
      source_action: text({ max: 255 }),
      details: text({ max: 100_000 }),
      status: choice(['active', 'resolved']),
      scope: text({ standard: 'system', max: 63 }),
      dedup_key: text({ max: 255 }),
      level: integerOr(0),
      caused_by_id: reference('user'),
    },
    warning_receipt: {
      status: choice(['unread', 'read', 'deleted', 'forwarded', 'resolved']),
      status_at: moment(),
    },
    warning_event: { action: text({ max: 255 }), actor_user_id: reference('user'), note: text() },
  },
  relations: {
    targets_user: { label: 'Targets user', sources: ['warning'], targets: ['user'] },
    for_warning: {
      label: 'For warning',
      sources: ['warning_receipt'],
      targets: ['warning'],
      owner: 'target',
    },
    for_user: {
      label: 'For user',
      sources: ['warning_receipt'],
      targets: ['user'],
      owner: 'target',
    },
    on_receipt: {
      label: 'On receipt',
      sources: ['warning_event'],
      targets: ['warning_receipt'],
      owner: 'target',
    },
    forwarded_to_user: {
      label: 'Forwarded to user',
      sources: ['warning_receipt'],
      targets: ['user'],
    },
  },
  permissions: {
    'warnings.view': {
      group: 'Admin',
      label: 'View warnings',
      description: 'See all warnings with their recipients, also through the API.',
    },
    'warnings.manage': {
      group: 'Admin',
      label: 'Resolve warnings',
      description: 'Resolve a warning for all who received it.',
    },
  },
  menu: {
    'admin.warnings': {
      label: 'Warnings',
      url: '/warnings',
      parent: 'admin',
      order: 9,
      permission: 'warnings.view',
    },
  },
  settings: {
    'warnings.retention_resolved_days': {
      label: 'Warning retention (resolved)',
      type: 'number',
      value: '30',
      description: 'Days before resolved warnings are removed from inboxes.',
    },
    'warnings.retention_info_days': {
      label: 'Warning auto-resolve (info)',
      type: 'number',
      value: '90',
      description: 'Days before informational warnings are resolved automatically.',
    },
    'warnings.retention_deleted_days': {
      label: 'Warning retention (deleted)',
      type: 'number',
      value: '7',
      description: 'Days before dismissed warnings are permanently deleted.',
    },
    'warnings.database_size_mb': {
      label: 'Database size',
      type: 'number',
      value: '500',
      description: 'Size of the database from which a warning is raised.',
    },
    'warnings.sign_in_failures': {
      label: 'Failed sign-ins',
      type: 'number',
      value: '5',
      description: 'Failed sign-ins to an account within an hour that raise a warning.',
    },
    'warnings.sign_in_failures_critical': {
      label: 'Failed sign-ins (critical)',
      type: 'number',
      value: '10',
      description: 'Failed sign-ins to an account within an hour that raise a critical warning.',
    },
    'warnings.proposal_days': {
      label: 'Proposals in review',
      type: 'number',
      value: '7',
      description: 'Days after which a proposal that waits for a review raises a warning.',
    },
    'warnings.suggestion_days': {
      label: 'Open suggestions',
      type: 'number',
      value: '14',
      description: 'Days after which an open suggestion raises a warning.',
    },
  },
  jobs: {
    'warnings.check': 'Check for warnings',
    'warnings.check-nightly': 'Check for warnings each night',
    'events.warnings': 'Raise warnings of changes',
    'warnings.prune': 'Remove old warnings',
  },
  nouns: { warning: 'Warning' },
  families: { warning: 'Warnings' },
  actions: {
    'warning.created': 'created the warning {}',
    'warning.forwarded': 'forwarded the warning {}',
    'warning.read': 'read the warning {}',
    'warning.resolved': 'resolved the warning {}',
    'warning.deleted': 'dismissed the warning {}',
    'warning.restored': 'restored the warning {}',
  },
} as const satisfies Declaration;
