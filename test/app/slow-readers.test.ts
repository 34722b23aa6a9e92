import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { type ReaderPatience, sendPieces } from '#app/http/send-pieces.ts';
import { eventually } from '#test/support/eventually.ts';

/** Serves more pieces than any buffer holds, and reports what became of them. */
async function serve(
  patience: ReaderPatience,
  pieces = 2000,
): Promise<{ readonly port: number; readonly ends: string[] }> {
  const ends: string[] = [];
  async function* source(): AsyncGenerator<string> {
    try {
      for (let n = 0; n < pieces; n += 1) yield 'x'.repeat(64 * 1024);
      ends.push('complete');
    } finally {
      ends.push('closed');
    }
  }
  const app = express().get('/', async (_request: unknown, response: Response) => {
    await sendPieces(response, source(), patience);
    ends.push('answered');
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, ends };
}

async function get(port: number): Promise<IncomingMessage> {
  const [response] = (await once(request({ host: '127.0.0.1', port }).end(), 'response')) as [
    IncomingMessage,
  ];
  response.on('error', () => undefined);
  return response;
}

test('a reader that takes no piece in time is cut off, and the source is closed', async () => {
  const { port, ends } = await serve({ pieceMs: 100 });
  (await get(port)).pause();
  await eventually(() => expect(ends).toEqual(['closed', 'answered']));
});

test('one that takes a little now and then is cut off at the end of its time', async () => {
  const { port, ends } = await serve({ inAllMs: 300 });
  const response = await get(port);
  const reading = setInterval(() => response.read(1024), 20);
  onTestFinished(() => clearInterval(reading));
  await eventually(() => expect(ends).toEqual(['closed', 'answered']));
});

test('one that reads gets all of it', async () => {
  const { port, ends } = await serve({}, 20);
  let size = 0;
  for await (const chunk of await get(port)) size += (chunk as Buffer).length;
  expect(size).toBe(20 * 64 * 1024);
  await eventually(() => expect(ends).toEqual(['complete', 'closed', 'answered']));
});

test('one that goes away ends the source', async () => {
  const { port, ends } = await serve({});
  (await get(port)).destroy();
  await eventually(() => expect(ends).toEqual(['closed', 'answered']));
});
