import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { readLog } from './container-log.ts';

/** Where the logs of a container are. */
export interface LogPlace {
  /** Log of its current run, or its last one. */
  readonly current: string;
  /** Log of the previous run; undefined if there was none. */
  readonly previous: string | undefined;
  /** Whether more lines may come. */
  readonly running: () => boolean;
}

/**
 * Serves the kubelet's API for `kubectl logs`: GET /containerLogs/<namespace>/<pod>/<container>,
 * over TLS on a free port.
 */
export async function serveLogs(
  certificate: { cert: string; key: string },
  find: (namespace: string, pod: string, container: string) => LogPlace | undefined,
): Promise<Server> {
  const options = { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) };
  const server = createServer(options, async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'https://node');
    const [kind, namespace = '', pod = '', container = ''] = url.pathname
      .slice(1)
      .split('/')
      .map(decodeURIComponent);
    const place = kind === 'containerLogs' ? find(namespace, pod, container) : undefined;
    const path = url.searchParams.get('previous') === 'true' ? place?.previous : place?.current;
    if (!place || !path) {
      response.writeHead(404).end(`container "${container}" in pod "${pod}" has no such log`);
      return;
    }
    const number = (name: string) => {
      const value = url.searchParams.get(name);
      return value === null ? {} : { [name]: Number(value) };
    };
    const query = {
      ...number('tailLines'),
      ...number('limitBytes'),
      timestamps: url.searchParams.get('timestamps') === 'true',
    };
    response.writeHead(200, { 'content-type': 'text/plain' });
    const text = readLog(path, query);
    response.write(text);
    if (url.searchParams.get('follow') === 'true')
      await followLog(path, place, query.timestamps, response);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function followLog(
  path: string,
  { running }: LogPlace,
  timestamps: boolean,
  response: ServerResponse,
): Promise<void> {
  let sent = readLog(path, { timestamps }).length;
  for (let last = false; !response.destroyed && !last; ) {
    last = !running();
    await pause(100);
    const text = readLog(path, { timestamps });
    if (text.length > sent) response.write(text.slice(sent));
    sent = text.length;
  }
}
