import type { Declaration } from '../ontology/declaration.ts';

export const declaration = {
  families: { calendar: 'Calendar subscriptions' },
  actions: {
    'calendar.subscribed': 'created the calendar subscription {}',
    'calendar.unsubscribed': 'revoked the calendar subscription {}',
  },
} as const satisfies Declaration;
