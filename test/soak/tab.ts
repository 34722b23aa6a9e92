import { setTimeout as pause } from 'node:timers/promises';
import type { AppClient } from '#test/support/app-client.ts';
import { openPage } from '../app/live-fixture.ts';

/** A tab that stays open: connects again when its connection ends. */
export interface Tab {
  /** What its bell shows; `undefined` before the first message. */
  readonly count: () => number | undefined;
  /** How often it had to connect again. */
  readonly reconnects: () => number;
  /** How its connections ended, and how long the last one has lasted. */
  readonly history: () => string;
}

export function openTab(url: string, who: AppClient, signal: AbortSignal): Tab {
  let count: number | undefined;
  let since: string | undefined;
  let connections = 0;
  let began = Date.now();
  const ends = new Map<number, number>();
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      connections += 1;
      began = Date.now();
      using page = openPage({ url }, who, since === undefined ? {} : { since });
      page.socket.on('message', () => {
        count = page.count() ?? count;
        const newest = page.messages.findLast((one) => 'since' in one);
        since = newest?.since ?? since;
      });
      const end = () => page.socket.terminate();
      signal.addEventListener('abort', end, { once: true });
      const code = await page.ended;
      ends.set(code, (ends.get(code) ?? 0) + 1);
      signal.removeEventListener('abort', end);
      await pause(1_000, undefined, { signal }).catch(() => undefined);
    }
  };
  void run();
  return {
    count: () => count,
    reconnects: () => Math.max(0, connections - 1),
    history: () => {
      const seconds = Math.round((Date.now() - began) / 1000);
      return `ended by ${[...ends].map(([code, n]) => `${code} ${n}×`).join(', ')}; for ${seconds} s since`;
    },
  };
}
