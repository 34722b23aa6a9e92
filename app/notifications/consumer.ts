import type { EventConsumer } from '../events/index.ts';
import { queueMail } from './mail-jobs.ts';
import { notify } from './notification-store.ts';
import { happeningsOf } from './rules.ts';

/** Notifies people of what commands did (spec notifications#kinds). */
export const notificationConsumer = ({ now }: { readonly now: () => Date }): EventConsumer => ({
  name: 'notifications',
  handle: async (tx, events) => {
    for (const happening of events.flatMap(happeningsOf)) {
      const at = now();
      await queueMail(tx, await notify(tx, happening, at), at);
    }
  },
});
