import type { EventConsumer } from '../events/index.ts';
import { notify } from './notification-store.ts';
import { happeningsOf } from './rules.ts';

/** Notifies people of what commands did (spec notifications#kinds). */
export const notificationConsumer = ({ now }: { readonly now: () => Date }): EventConsumer => ({
  name: 'notifications',
  handle: async (tx, events) => {
    for (const happening of events.flatMap(happeningsOf)) await notify(tx, happening, now());
  },
});
