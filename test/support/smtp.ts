import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An email that the server accepted. */
export interface ReceivedEmail {
  readonly to: readonly string[];
  /** With its headers, as sent. */
  readonly source: string;
}

/** A mail server; its user is `ahlt` with the password `p@ss/word:`. */
export interface Smtp extends AsyncDisposable {
  readonly port: number;
  /** Emails that it accepted; may be emptied. */
  readonly received: ReceivedEmail[];
  /** From now on it refuses emails with status 451, or accepts them again. */
  readonly refuse: (refuses: boolean) => Promise<void>;
}

type SmtpEvent =
  | { readonly port: number }
  | { readonly refuses: boolean }
  | { readonly received: ReceivedEmail };

/** Starts a mail server in a process of its own. */
export async function startSmtp(): Promise<Smtp> {
  const child = fork(fileURLToPath(new URL('smtp-process.ts', import.meta.url)), { execArgv: [] });
  const received: ReceivedEmail[] = [];
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  const answers: (() => void)[] = [];
  child.on('message', (event: SmtpEvent) => {
    if ('received' in event) received.push(event.received);
    if ('refuses' in event) answers.shift()?.();
  });
  return {
    port,
    received,
    refuse: (refuses) =>
      new Promise((resolve) => {
        answers.push(resolve);
        child.send({ refuses });
      }),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
