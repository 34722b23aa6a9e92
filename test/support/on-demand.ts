import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Starters of servers that only some test files need, by name; each returns what a test file gets,
 * as JSON.
 */
export type Starters = Record<string, () => Promise<unknown>>;

/**
 * Starts servers when a test file first needs one. Test files run in separate processes, so they
 * ask the run's main process over a socket; it starts each server once and owns it.
 */
export async function listenForDemand(socket: string, starters: Starters): Promise<Server> {
  const started = new Map<string, Promise<unknown>>();
  const answer = async (name: string): Promise<{ status: number; body: unknown }> => {
    const start = starters[name];
    if (!start) return { status: 404, body: { message: `No server is called ${name}.` } };
    const running = started.get(name) ?? start();
    started.set(name, running);
    try {
      return { status: 200, body: await running };
    } catch (error) {
      return {
        status: 500,
        body: { message: error instanceof Error ? error.message : String(error) },
      };
    }
  };
  const server = createServer(async (incoming, response) => {
    const { status, body } = await answer(incoming.url?.slice(1) ?? '');
    response
      .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
      .end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}

/** Asks the run's main process for a server; resolves with what its starter answered. */
export async function demand<T>(socket: string, name: string): Promise<T> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: socket, path: `/${name}` }, resolve)
      .once('error', reject)
      .end();
  });
  const body = JSON.parse(await text(response));
  if (response.statusCode !== 200) throw new Error(body.message);
  return body;
}
