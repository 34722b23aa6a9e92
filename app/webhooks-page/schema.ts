import { z } from 'zod';
import { id, line, several } from '../http/fields.ts';
import type { TableDefinition } from '../ui/table-state.ts';
import {
  address,
  allEvents,
  type DeliveryState,
  deliveryStates,
  groups,
} from '../webhooks/index.ts';
import { texts } from './texts.ts';

/** The form of a webhook. */
export const webhookInput = z
  .object({
    name: line(texts.form.name, { most: 100 }),
    url: address,
    scope: z.enum(['all', 'some']).catch('some'),
    events: several.optional().default([]),
    tor_id: z.union([id, z.literal('')]).optional(),
    version: z.string().max(20).optional(),
  })
  .transform(({ name, url, scope, events, tor_id, version }, context) => {
    const chosen = groups.safeParse(scope === 'all' ? [allEvents] : [...events]);
    if (!chosen.success)
      for (const { message } of chosen.error.issues)
        context.addIssue({ code: 'custom', path: ['events'], message });
    const torId = tor_id === undefined || tor_id === '' ? null : tor_id;
    return { name, url, events: chosen.data ?? [], torId, version };
  });

const columns = texts.deliveries.columns;

/** The list of deliveries; its address is that of the webhook. */
export const deliveryTable = {
  path: '/webhooks',
  columns: [
    { key: 'event', label: columns.event },
    { key: 'state', label: columns.state },
    { key: 'answer', label: columns.answer },
    { key: 'attempts', label: columns.attempts },
    { key: 'time', label: columns.time },
    { key: 'actions', label: columns.actions },
  ],
  sort: { key: 'id', direction: 'desc' },
  extras: ['state'],
  sizes: [25, 50, 100],
} as const satisfies TableDefinition;

/** A button of a row, with the page to return to. */
export const resendInput = z.object({ back: z.string().optional() });

/** A state by its name in an address; others don't narrow. */
export const stateNamed = (text: string | undefined): DeliveryState | undefined =>
  deliveryStates.find((state) => state === text);
