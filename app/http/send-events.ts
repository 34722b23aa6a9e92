import type { Response } from 'express';
import { sendPieces } from './send-pieces.ts';

/** An event for a page that listens (server-sent events). */
export interface ServerEvent {
  /** Returned by the browser as `Last-Event-ID` when it connects again. */
  readonly id: string;
  readonly name: string;
}

/** Events of a connection, until `signal` aborts because the browser left; `undefined` is a beat. */
export type ServerEvents = (signal: AbortSignal) => AsyncIterable<ServerEvent | undefined>;

/** How soon a browser connects again, in milliseconds. */
const retryMs = 1_000;

/** Sends events as they come. A connection ends after half an hour, and the browser opens another. */
export async function sendEvents(response: Response, events: ServerEvents): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  // Keeps proxies from buffering the events.
  response.set('X-Accel-Buffering', 'no').type('text/event-stream; charset=utf-8');
  async function* pieces(): AsyncGenerator<string> {
    yield `retry: ${retryMs}\n\n`;
    for await (const event of events(gone.signal))
      yield event === undefined
        ? ': beat\n\n'
        : `event: ${event.name}\nid: ${event.id}\ndata: ${event.id}\n\n`;
  }
  await sendPieces(response, pieces());
}
