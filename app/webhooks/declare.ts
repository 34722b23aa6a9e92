import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  permissions: {
    'webhooks.manage': {
      group: 'Settings',
      label: 'Manage webhooks',
      description:
        'Choose which addresses learn of events in all committees, and see what was sent to them.',
    },
  },
  menu: {
    'admin.webhooks': {
      label: 'Webhooks',
      url: '/webhooks',
      parent: 'admin',
      order: 12,
      permission: 'webhooks.manage',
    },
  },
  settings: {
    'webhooks.private_addresses': {
      label: 'Private addresses for webhooks',
      type: 'text',
      value: '',
      description:
        'Private networks (10.1.0.0/16) and hosts with their port (hooks.internal:8443) that webhooks may reach, separated by commas. All others are refused.',
    },
  },
  nouns: { webhook: 'Webhook' },
  families: { webhook: 'Webhooks' },
  actions: {
    'webhook.created': 'created the webhook {}',
    'webhook.updated': 'changed the webhook {}',
    'webhook.deleted': 'deleted the webhook {}',
    'webhook.enabled': 'enabled the webhook {}',
    'webhook.disabled': 'disabled the webhook {}',
    'webhook.secret_rotated': 'replaced the secret of the webhook {}',
    'webhook.tested': 'sent a test event to the webhook {}',
    'webhook.resent': 'sent a delivery of the webhook {} again',
  },
  jobs: {
    'events.webhooks': 'Queue webhook deliveries',
    'webhooks.deliver': 'Send webhook deliveries',
    'webhooks.prune': 'Remove old webhook deliveries and secrets',
  },
} as const satisfies Declaration;
