import { WebSocket } from 'ws';
import type { LiveMessage } from '#app/ui/live-message.ts';
import type { AppClient, AppServer } from '#test/support/app-server.ts';

/** A connection of an open page. */
export interface OpenPage extends Disposable {
  readonly socket: WebSocket;
  readonly messages: readonly LiveMessage[];
  /** What the bell shows. */
  readonly count: () => number | undefined;
  /** Ids of the warnings received, as often as they were. */
  readonly warned: () => readonly string[];
  /** Status of a refusal, or code of the close. */
  readonly ended: Promise<number>;
  readonly say: (message: object) => void;
}

interface Opening {
  readonly since?: string;
  readonly origin?: string;
  readonly path?: string;
  readonly cookie?: string;
}

/** The cookies of a browser. */
export const cookiesOf = (who: AppClient): string =>
  [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Connects as a page in a browser does. */
export function openPage(
  { url }: Pick<AppServer, 'url'>,
  who: AppClient,
  { since, origin = url, path = '/ws/notifications', cookie = cookiesOf(who) }: Opening = {},
): OpenPage {
  const address = new URL(path, url.replace('http', 'ws'));
  if (since !== undefined) address.searchParams.set('since', since);
  const messages: LiveMessage[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  const headers = {
    ...(cookie === '' ? {} : { Cookie: cookie }),
    ...(origin ? { Origin: origin } : {}),
  };
  const socket = new WebSocket(address, { headers });
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as LiveMessage));
  socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
    resolve(statusCode);
    socket.terminate();
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => resolve(code));
  return {
    ...{ socket, messages, ended },
    count: () => messages.findLast((one) => 'unread_count' in one)?.unread_count,
    warned: () => messages.flatMap((one) => (one.type === 'new_warning' ? [one.warning_id] : [])),
    say: (message) => socket.send(JSON.stringify(message)),
    [Symbol.dispose]: () => socket.terminate(),
  };
}

/** What a page of the reader knows of: where it connects from. */
export async function sinceOf(who: AppClient, path = '/dashboard'): Promise<string> {
  return /data-since="([^"]+)"/.exec((await who.get(path)).text)?.[1] ?? '';
}
