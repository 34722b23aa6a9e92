import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What a reverse proxy is to people: one address before several replicas. */
export interface Front extends AsyncDisposable {
  readonly url: string;
  /** Which replicas get new requests, by their origin. */
  readonly route: (origins: readonly string[]) => void;
  /** Cuts all connections of live updates. Returns how many. */
  readonly cut: () => number;
}

/** Header of an answer that is the front's own, because a replica ended before it answered. */
export const lost = 'soak-lost';

/**
 * Starts a reverse proxy that treats failures as nginx does by default: a request that reached no
 * replica goes to the next one, and so does one that only reads; anything else is answered with 502.
 */
export async function startFront(): Promise<Front> {
  let origins: readonly string[] = [];
  let turn = 0;
  const upgraded = new Set<Socket>();
  const inTurn = (): readonly string[] => {
    turn += 1;
    return origins.map((_, at) => origins[(at + turn) % origins.length] ?? '');
  };
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      await forward(incoming, outgoing, Buffer.concat(chunks), inTurn());
    })().catch(() => outgoing.destroy());
  });
  server.on('upgrade', (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    const origin = inTurn()[0];
    if (origin === undefined) return client.destroy();
    const replica = connect(Number(new URL(origin).port), '127.0.0.1', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}`);
      replica.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      replica.write(head);
      replica.pipe(client).pipe(replica);
    });
    upgraded.add(client);
    const end = () => {
      upgraded.delete(client);
      replica.destroy();
      client.destroy();
    };
    for (const socket of [client, replica]) socket.on('error', end).on('close', end);
    return undefined;
  });
  // As nginx does. Node's 5 s end while a person reads, and the next form may meet the end.
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    route: (next) => {
      origins = next;
    },
    cut: () => {
      const count = upgraded.size;
      for (const socket of upgraded) socket.destroy();
      return count;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
      server.close();
    },
  };
}

async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
  origins: readonly string[],
): Promise<void> {
  for (const origin of origins) {
    const sent = request(`${origin}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
      agent: false,
    });
    sent.end(body);
    const answer = await answerOf(sent);
    if (!(answer instanceof Error)) {
      outgoing.writeHead(answer.statusCode ?? 502, ofMessage(answer.headers));
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
      return;
    }
    const wasSent = (answer as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
    if (wasSent && incoming.method !== 'GET') break;
  }
  outgoing.writeHead(502, { [lost]: 'true' }).end();
}

/** Without the headers that speak of the connection to the replica: people have another one. */
function ofMessage(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection, 'keep-alive': _, ...rest } = headers;
  return rest;
}

const answerOf = (sent: ClientRequest): Promise<IncomingMessage | Error> =>
  new Promise((resolve) => {
    sent.once('response', resolve).once('error', resolve);
  });
