import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a server and can freeze: connections are accepted and kept, and nothing comes through any more. */
export interface FreezingProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that clients hold open now. */
  readonly open: number;
  /** Connections since the start. */
  readonly accepted: number;
  freeze(): void;
  thaw(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function freezingProxy(target: { readonly host: string; readonly port: number }): Promise<FreezingProxy> {
  const clients = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let frozen = false;
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    clients.add(client);
    const upstream = connect(target);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const socket of pair) socket.on('error', () => undefined);
    client.once('close', () => {
      clients.delete(client);
      pairs.delete(pair);
      upstream.destroy();
    });
    upstream.once('close', () => !frozen && client.destroy());
    if (!frozen) join(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get open() {
      return clients.size;
    },
    get accepted() {
      return accepted;
    },
    freeze() {
      frozen = true;
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream);
        upstream.unpipe(client);
      }
    },
    thaw() {
      frozen = false;
      for (const pair of pairs) join(pair);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}

function join([client, upstream]: readonly [Socket, Socket]): void {
  client.pipe(upstream);
  upstream.pipe(client);
}
