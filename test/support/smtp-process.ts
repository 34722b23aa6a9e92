import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

// The mail server of `smtp.ts`: it tells its parent what it accepts, and refuses on request.

const state = { refuses: false };
const tell = (message: object): void => void process.send?.(message);

const server = new SMTPServer({
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _, done) =>
    username === 'ahlt' && password === 'p@ss/word:'
      ? done(null, { user: username })
      : done(new Error('wrong password')),
  onData: async (stream, session, done) => {
    const source = await text(stream);
    if (state.refuses) return done(Object.assign(new Error('busy'), { responseCode: 451 }));
    tell({ received: { to: session.envelope.rcptTo.map(({ address }) => address), source } });
    return done();
  },
});

process.on('message', ({ refuses }: { readonly refuses: boolean }) => {
  state.refuses = refuses;
  tell({ refuses });
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
tell({ port: (server.server.address() as AddressInfo).port });
