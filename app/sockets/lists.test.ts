import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { newConnection, type Watching } from './connection.ts';
import { createDelivery } from './delivery.ts';
import { sendListChanges } from './lists.ts';
import { createRegistry } from './registry.ts';

const topic = '/tor/1/meetings/2/live';

/** A page that shows the snapshot `20:30:25`, and the messages sent to it. */
function followingPage() {
  const sent: string[] = [];
  const socket = { readyState: 1, bufferedAmount: 0, send: (text: string) => sent.push(text) };
  const connection = newConnection(socket as unknown as WebSocket, {
    ...{ user: '1', session: 'one', since: undefined },
  });
  const watching: Watching = {
    ...{ topic, since: '20:30:25', item: '2', isFollowed: true, items: new Map(), sent: 0 },
    subjects: new Map([['1', new Set(['live'])]]),
  };
  connection.watches.set(topic, watching);
  const registry = createRegistry();
  registry.add(connection);
  return { connection, registry, watching, sent };
}

test.each([
  ['committed before the page was read', '19', 0],
  ['read by the page', '29', 0],
  ['under way when the page was read', '25', 1],
  ['begun since', '30', 1],
])(
  'spec live#followed-pages: a page that follows an item hears of a change %s',
  (_, xid, messages) => {
    const { registry, sent } = followingPage();
    const change = { subject: '1', kind: 'live', item: '2', isNew: false, xid };
    sendListChanges(registry, [change, change], new Map());
    expect(sent).toHaveLength(messages);
  },
);

test('a page that asks what it missed gets it as an answer, not twice', () => {
  const { connection, registry, sent, watching } = followingPage();
  const change = { subject: '1', kind: 'live', item: '2', isNew: false, xid: '30' };
  sendListChanges(registry, [change], new Map([[watching, connection]]));
  expect(sent).toEqual([]);
});

test('spec live#changes: after a gap in the log, a page gets what it missed, once', async () => {
  const { registry, sent, watching } = followingPage();
  const asked: string[] = [];
  const delivery = createDelivery({
    ...{ registry, now: () => new Date(), policyAt: () => ({ kind: 'open' }), restMs: 0 },
    ...{ live: { closing: new AbortController().signal }, observe: { sent: () => undefined } },
    log: { warn: () => undefined } as never,
    store: {
      unread: async () => new Map(),
      warnings: async () => new Map(),
      readers: async () =>
        new Map([['1', { id: '1', permissions: new Set() as never, standings: {} }]]),
      missed: async (wanted) => {
        asked.push(...wanted.map(({ since }) => since));
        const missed = wanted.map((_, place) => ({ place, kind: 'live', item: '2', isNew: false }));
        return { snapshot: '40:40:', missed };
      },
    },
  });
  await delivery.hear({ snapshot: '40:40:', isGap: true, changes: [] });
  await expect.poll(() => watching.since).toBe('40:40:');
  const known = { subject: '1', kind: 'live', item: '2', isNew: false, xid: '39' };
  await delivery.hear({ snapshot: '41:41:', isGap: false, changes: [known] });
  expect(asked).toEqual(['20:30:25']);
  expect(sent.filter((text) => text.includes('page_changed'))).toHaveLength(1);
});
