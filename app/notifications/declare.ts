import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  jobs: {
    'events.notifications': 'Notify people of changes',
    'notifications.due': 'Remind of due action items',
    'notifications.mail': 'Email a notification',
    'notifications.mail-digest': 'Email the notifications of a day',
    'notifications.digest': 'Queue daily emails',
    'notifications.prune': 'Remove old notifications',
  },
  actions: {
    'account.notifications_changed': 'changed how they are notified',
  },
} as const satisfies Declaration;
