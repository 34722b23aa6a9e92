import { once } from 'node:events';
import { createServer, type RequestListener, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { type Request } from 'express';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSteadily, skipRest, withDeadline } from '#app/http/long-body.ts';
import { type FormPart, multipartParts } from '#app/http/multipart.ts';

async function serve(handler: RequestListener): Promise<number> {
  const server = createServer({ requestTimeout: 0 }, handler).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * Sends a body piece by piece, with a pause before each; resolves with status and text, or how it
 * ended otherwise.
 */
async function dribble(
  port: number,
  pieces: readonly string[],
  { pauseMs = 0, headers = {} } = {},
): Promise<string> {
  const outgoing = request({ host: '127.0.0.1', port, method: 'POST', headers });
  const answer = new Promise<string>((resolve) => {
    outgoing.on('response', (response) =>
      resolve(text(response).then((body) => `${response.statusCode} ${body}`)),
    );
    outgoing.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? ''));
  });
  for (const piece of pieces) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    outgoing.write(piece);
  }
  outgoing.end();
  return answer;
}

const ordinary: RequestListener = async (incoming, response) => {
  response.end(await text(incoming).catch(() => 'cut'));
};

const long =
  (limit: number, pauseMs: number, inAllMs?: number): RequestListener =>
  async (incoming, response) => {
    let size = 0;
    try {
      for await (const chunk of readSteadily(incoming, {
        limit,
        pauseMs,
        ...(inAllMs !== undefined && { inAllMs }),
      }))
        size += chunk.length;
      response.end(String(size));
    } catch (error) {
      response.writeHead(400, { Connection: 'close' }).end((error as { code: string }).code);
    }
  };

/** The response to one byte of two, whether the rest was read until the sender paused for 30 ms. */
async function skipped(meanwhile: (client: Socket) => Promise<void>): Promise<string> {
  const port = await serve(async (incoming, response) => {
    const rest = skipRest(incoming, { inAllMs: 60_000, pauseMs: 30 });
    await meanwhile(client);
    await rest;
    response.end(incoming.complete ? 'whole' : 'in part');
  });
  const client = connect(port, '127.0.0.1');
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\na');
  return text(client);
}

describe('long bodies', () => {
  test('an ordinary request has to be there in time', async () => {
    const port = await serve(withDeadline(ordinary, 100));
    expect(await dribble(port, ['a', 'b', 'c', 'd', 'e', 'f'], { pauseMs: 40 })).toBe('ECONNRESET');
    expect(await dribble(port, ['a', 'b'], { pauseMs: 5 })).toBe('200 ab');
  });

  test('one read steadily may take as long as it makes progress', async () => {
    const port = await serve(withDeadline(long(1000, 100), 100));
    expect(await dribble(port, ['a', 'b', 'c', 'd', 'e', 'f'], { pauseMs: 40 })).toBe('200 6');
    expect(await dribble(port, ['a', 'b'], { pauseMs: 200 })).toBe('400 too_slow');
  });

  test('but its sender may not let us wait for longer than a limit in all', async () => {
    const port = await serve(long(1000, 10_000, 100));
    expect(await dribble(port, ['a', 'b', 'c', 'd', 'e', 'f'], { pauseMs: 40 })).toBe(
      '400 too_slow',
    );
  });

  test('and has its limit, whether it says its length or not', async () => {
    const port = await serve(long(10, 1000));
    expect(await dribble(port, ['12345', '67890', '1'])).toBe('400 too_large');
    expect(await dribble(port, ['x'.repeat(11)], { headers: { 'Content-Length': '11' } })).toBe(
      '400 too_large',
    );
    expect(await dribble(port, ['12345', '67890'])).toBe('200 10');
  });

  test('the rest of an unwanted one that arrives while the process is busy is read', async () => {
    const busy = async (client: Socket) => {
      // After an immediate, timers run before the process reads its connections.
      await new Promise(setImmediate);
      client.write('b');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
    };
    expect(await skipped(busy)).toContain('whole');
  });

  test('the rest of an unwanted one is not waited for while its sender pauses', async () => {
    expect(await skipped(async () => {})).toContain('in part');
  });
});

describe('a multipart form while it arrives', () => {
  const form = (limit = 100_000): Promise<number> =>
    serve(
      express().post('/', async (incoming: Request, response) => {
        const seen = summary(incoming, limit);
        response.send(await seen.catch((error: { code: string }) => error.code));
      }),
    );

  const summary = async (incoming: Request, limit: number): Promise<string> => {
    const seen: string[] = [];
    for await (const part of multipartParts(incoming, { limit })) {
      seen.push(part.kind === 'field' ? `${part.name}=${part.value}` : await read(part));
    }
    return seen.join(' ');
  };

  /** Reads a file as its name says: not at all, its start, or completely. */
  const read = async ({
    name,
    file: { name: fileName, content },
  }: Extract<FormPart, { kind: 'file' }>): Promise<string> => {
    if (name === 'ignored') return name;
    let size = 0;
    for await (const chunk of content) {
      if (name === 'begun') return name;
      size += chunk.length;
    }
    return `${fileName}:${size}`;
  };

  const post = async (
    port: number,
    parts: readonly (readonly [string, string | File])[],
  ): Promise<string> => {
    const body = new FormData();
    for (const [name, value] of parts) body.append(name, value);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
    return response.text();
  };

  const file = (name: string, size: number): File => new File(['x'.repeat(size)], name);

  test('fields and files arrive in order, whichever are read', async () => {
    const parts = [
      ['mode', 'skip'],
      ['files', file('one.json', 200_000)],
      ['ignored', file('two.json', 300_000)],
      ['begun', file('three.json', 300_000)],
      ['files', file('fóur.json', 3)],
      ['files', file('', 0)],
      ['last', 'é'],
    ] as const;
    expect(await post(await form(2_000_000), parts)).toBe(
      'mode=skip one.json:200000 ignored begun fóur.json:3 :0 last=é',
    );
  });

  test('a name that no text has is refused, of a field as of a file', async () => {
    const port = await form();
    const head = (rest: string): string =>
      `--x\r\nContent-Disposition: form-data; name="a\0b"${rest}\r\n\r\nc\r\n--x--\r\n`;
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    expect(await dribble(port, [head('')], { headers })).toBe('200 unreadable_text');
    expect(await dribble(port, [head('; filename="f"')], { headers })).toBe('200 unreadable_text');
  });

  test('is refused beyond its limit', async () => {
    expect(await post(await form(100), [['files', file('one.json', 400)]])).toBe('too_large');
  });

  test('that ends early is malformed, in a file as in a field', async () => {
    const port = await form();
    const head = (name: string): string => `--x\r\nContent-Disposition: form-data; name="${name}"`;
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    expect(await dribble(port, [`${head('a')}\r\n\r\nb`], { headers })).toBe('200 malformed_body');
    expect(await dribble(port, [`${head('files')}; filename="f"\r\n\r\nb`], { headers })).toBe(
      '200 malformed_body',
    );
    expect(await dribble(port, ['nothing'], { headers })).toBe('200 malformed_body');
    expect(await dribble(port, ['x'], { headers: { 'Content-Type': 'multipart/form-data' } })).toBe(
      '200 malformed_body',
    );
  });

  test('whose sender disconnects leaves no reader waiting', async () => {
    const ended = Promise.withResolvers<string>();
    const port = await serve(
      express().post('/', async (incoming: Request) => {
        ended.resolve(await summary(incoming, 1000).catch((error: { code: string }) => error.code));
      }),
    );
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write(
      '--x\r\nContent-Disposition: form-data; name="files"; filename="f"\r\n\r\nsome bytes',
    );
    setTimeout(() => outgoing.destroy(), 100);
    expect(await ended.promise).toBe('cut_off');
  });
});
