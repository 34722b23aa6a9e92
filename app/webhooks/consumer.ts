import type { DomainEvent, EventConsumer } from '../events/index.ts';
import { queueMessages, readPlaces } from './delivery-store.ts';
import { countActive } from './endpoint-store.ts';
import { groupOf } from './groups.ts';
import { bodyOf } from './message.ts';

interface ConsumerServices {
  readonly now: () => Date;
  readonly config: { readonly http: { readonly publicUrl: string | undefined } };
}

/** Queues a message of each event for each endpoint that wants it (spec webhooks#messages). */
export const webhookConsumer = ({ now, config }: ConsumerServices): EventConsumer => ({
  name: 'webhooks',
  handle: async (tx, events) => {
    if ((await countActive(tx)) === 0) return;
    const places = await readPlaces(tx, events);
    const messages = events.map((event) => ({
      ...{ event: event.id, type: event.action, group: groupOf(event.action) },
      ...{ label: labelOf(event), tor: places.get(event.id)?.torId ?? null },
      body: bodyOf(event, places.get(event.id), config.http.publicUrl),
    }));
    await queueMessages(tx, messages, now());
  },
});

const labelOf = ({ targetLabel }: DomainEvent): string => targetLabel ?? '';
