import { z } from 'zod';
import { isSnapshot } from '../live/index.ts';
import type { WatchMessage } from '../ui/live-message.ts';

/** The longest snapshot that is read: beyond it a page gets the state only. */
const mostLength = 800;

const watch = z.object({
  type: z.literal('watch'),
  topic: z.string().max(100),
  since: z.string().max(mostLength).refine(isSnapshot),
});

/** Reads a message of a page; `undefined` for anything else, which is ignored. */
export function readMessage(text: string): WatchMessage | undefined {
  try {
    return watch.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The snapshot in the address of a connection, if it is one. */
export const sinceIn = (parameters: URLSearchParams): string | undefined => {
  const text = parameters.get('since') ?? '';
  return text.length <= mostLength && isSnapshot(text) ? text : undefined;
};
