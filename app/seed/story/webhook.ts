import { createWebhook, disableWebhook, newSecret } from '../../webhooks/index.ts';
import type { Teller } from './teller.ts';

/**
 * Tells how a webhook was made for another program. It is disabled: a demo sends nothing to
 * anybody, and the secret is shown to nobody.
 * @param day of the first meeting of the story
 */
export async function tellWebhook({ id, does, at }: Teller, day: string): Promise<void> {
  at(day, 5, '08:15');
  const made = await does('diana', createWebhook, {
    ...{ name: 'Change calendar', url: 'https://calendar.example.com/hooks/ahlt' },
    ...{ events: ['decision', 'meeting'], torId: id('tor:change_advisory_board') },
    ...{ secret: newSecret(), mark: '' },
  });
  at(day, 5, '08:20');
  await does('diana', disableWebhook, { id: made.id });
}
