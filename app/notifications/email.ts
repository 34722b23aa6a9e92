import { locale } from '../language.ts';
import type { StoredNotification } from './notification.ts';
import { notificationInWords } from './present.ts';
import { texts } from './texts.ts';

/** The content of an email, as text and as HTML. */
interface EmailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface EmailFrame {
  /** Name of the installation. */
  readonly app: string;
  /** Origin of the app. */
  readonly origin: string;
  /** Page that ends these emails. */
  readonly unsubscribe: string;
}

/** An email about one notification, or about all of a day. Pure. */
export function emailOf(
  notifications: readonly StoredNotification[],
  { app, origin, unsubscribe }: EmailFrame,
): EmailBody {
  const lines = notifications.map((notification) => ({
    words: notificationInWords(notification),
    committee: notification.details.committee ?? '',
    link: `${origin}${notification.path}`,
  }));
  const [first] = lines;
  const subject =
    lines.length === 1 && first !== undefined ? first.words : texts.email.digest(lines.length, app);
  const footer = texts.email.footer(app);
  return {
    subject: oneLine(subject),
    text: [
      ...lines.flatMap(({ words, committee, link }) => [
        words,
        ...(committee === '' ? [] : [committee]),
        ...[link, ''],
      ]),
      ...['-- ', footer, `${texts.email.unsubscribe}: ${unsubscribe}`, ''],
    ].join('\n'),
    html: [
      `<!doctype html><html lang="${locale}"><body>`,
      ...lines.map(
        ({ words, committee, link }) =>
          `<p><a href="${escaped(link)}">${escaped(words)}</a>${committee === '' ? '' : `<br>${escaped(committee)}`}</p>`,
      ),
      `<hr><p>${escaped(footer)} <a href="${escaped(unsubscribe)}">${texts.email.unsubscribe}</a></p>`,
      '</body></html>',
    ].join('\n'),
  };
}

/** A line break in a subject would begin another header. */
const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').slice(0, 200);

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
