import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A proxy in front of a server that can freeze: connections are accepted and kept, but pass no
 * data.
 */
export interface FreezingProxy {
  readonly host: string;
  readonly port: number;
  /** Connections currently open by clients. */
  readonly open: number;
  /** Their maximum. */
  readonly peak: number;
  /** Connections since the start. */
  readonly accepted: number;
  freeze(): void;
  thaw(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function freezingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<FreezingProxy> {
  const clients = new Set<Socket>();
  const open = new Set<Socket>();
  /** Data received while it was frozen. */
  const held: (() => void)[] = [];
  let frozen = false;
  let accepted = 0;
  let peak = 0;
  const pass = (act: () => void) => void (frozen ? held.push(act) : act());
  // Half open: a leaving client is noticed, and gets no response to that either while the server is
  // frozen.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1;
    clients.add(client);
    open.add(client);
    peak = Math.max(peak, open.size);
    const upstream = connect(target);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('data', (chunk) => pass(() => upstream.write(chunk)));
    upstream.on('data', (chunk) => pass(() => client.write(chunk)));
    client.once('end', () => {
      open.delete(client);
      pass(() => upstream.end());
    });
    client.once('close', () => {
      open.delete(client);
      clients.delete(client);
      upstream.destroy();
    });
    upstream.once('close', () => pass(() => client.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get open() {
      return open.size;
    },
    get peak() {
      return peak;
    },
    get accepted() {
      return accepted;
    },
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
      for (const act of held.splice(0)) act();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
