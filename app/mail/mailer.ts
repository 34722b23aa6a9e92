import type { Transporter } from 'nodemailer';

/** An email to one person. */
export interface Email {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Identifies it, so that a server may drop a message sent twice. */
  readonly id: string;
  /** Address at which one request ends emails of this kind (RFC 8058). */
  readonly unsubscribe: string;
}

/** Sends emails. */
export interface Mailer extends Disposable {
  /** Throws if the server doesn't take it. */
  readonly send: (email: Email) => Promise<void>;
}

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with user and password if the server wants them. */
  readonly url: string;
  /** User and password, unless `url` has them. */
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Sender: an address, or a name with an address in angle brackets. */
  readonly from: string;
}

/** Each step of a conversation with the server has this long. */
const patienceMs = 20_000;

/** A mailer over SMTP. Connects when it sends; nothing is kept between emails. */
export function createMailer({ url, auth, from }: MailerOptions): Mailer {
  let transport: Transporter | undefined;
  // Loaded with the first email: it takes 15 MB, which most processes never need.
  const connected = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    transport ??= createTransport({
      url,
      ...(auth && { auth }),
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      // Nothing is read from files or other servers into an email.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return transport;
  };
  const host = /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    send: async ({ to, subject, text, html, id, unsubscribe }) => {
      await (await connected()).sendMail({
        ...{ from, to, subject, text, html, messageId: `<${id}@${host}>` },
        headers: {
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'Auto-Submitted': 'auto-generated',
        },
      });
    },
    [Symbol.dispose]: () => transport?.close(),
  };
}
