import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps what it accepts, and refuses for a while on demand. */
export interface Mailbox extends AsyncDisposable {
  readonly url: string;
  /** `Message-ID` of each accepted email. */
  readonly ids: readonly string[];
  readonly refuse: (refuses: boolean) => void;
}

export async function openMailbox(): Promise<Mailbox> {
  const ids: string[] = [];
  let refuses = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _, done) => {
      const take = (source: string) => {
        if (refuses) return done(Object.assign(new Error('busy'), { responseCode: 451 }));
        ids.push(/^Message-ID: *(\S+)/im.exec(source)?.[1] ?? '');
        return done();
      };
      // A replica that is killed cuts off what it sends; the email is not accepted.
      text(stream).then(take, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    ids,
    refuse: (next) => {
      refuses = next;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
