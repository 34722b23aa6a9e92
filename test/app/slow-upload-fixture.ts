import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { AppClient } from '#test/support/app-client.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** A request whose body the test writes slowly. */
export interface SlowUpload {
  readonly sending: ClientRequest;
  readonly answered: Promise<IncomingMessage>;
}

/** Starts an import with the session of a browser. Cancelled when the test ends. */
export function openUpload(
  { url }: Pick<AppServer, 'url'>,
  { cookies }: AppClient,
  headers: Readonly<Record<string, string>>,
): SlowUpload {
  const { hostname: host, port } = new URL(url);
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sending = request({
    ...{ host, port, method: 'POST', path: '/api/data/import' },
    headers: { ...headers, Cookie: cookie },
  });
  sending.on('error', () => undefined);
  onTestFinished(() => void sending.destroy());
  const answered = once(sending, 'response').then(([response]) => response as IncomingMessage);
  answered.catch(() => undefined);
  return { sending, answered };
}
