import { z } from 'zod';
import type { Db, Tx } from '../db/database.ts';
import { enqueue, type Job, job, jobKind, scheduledJob } from '../jobs/index.ts';
import type { Mailer } from '../mail/index.ts';
import { emailOf } from './email.ts';
import {
  type Addressee,
  addresseeOf,
  digestFor,
  noteMailed,
  usersWithDigest,
} from './mail-store.ts';
import type { Made } from './notification-store.ts';
import { unsubscribeToken } from './unsubscribe.ts';

const id = z.string().regex(/^\d{1,19}$/);
const mailKind = jobKind({ name: 'notifications.mail', payload: z.object({ notification: id }) });
const digestKind = jobKind({ name: 'notifications.mail-digest', payload: z.object({ user: id }) });

/** The services that sending needs. */
export interface MailServices {
  readonly db: Db;
  readonly now: () => Date;
  /** `undefined`: the installation sends no emails; they wait for a mailer. */
  readonly mailer: Mailer | undefined;
  readonly config: { readonly http: { readonly publicUrl: string | undefined } };
  readonly access: { readonly keys: readonly [string, ...string[]] };
}

/** Queues emails of notifications that are to be mailed at once, with what made them. */
export async function queueMail(tx: Tx, made: readonly Made[], now: Date): Promise<void> {
  for (const { id: notification, mail } of made)
    if (mail === 'now') await enqueue(tx, mailKind, { notification }, { now, key: notification });
}

/** Emails at once, and the daily one (spec notifications#email). */
export const mailJobs = (services: MailServices): readonly Job[] => [
  job(mailKind, async ({ notification }) => {
    const to = await addresseeOf(services.db, notification);
    return to === undefined ? 0 : send(services, to, to.notifications[0]?.kind ?? '');
  }),
  job(digestKind, async ({ user }) => {
    const to = await digestFor(services.db, user);
    return to === undefined ? 0 : send(services, to, 'digest');
  }),
  scheduledJob({ name: 'notifications.digest', cron: '30 7 * * *' }, async () => {
    const { db, now } = services;
    const users = await usersWithDigest(db);
    await db.transaction().execute(async (tx) => {
      for (const user of users) await enqueue(tx, digestKind, { user }, { now: now(), key: user });
    });
    return users.length;
  }),
];

/** Sends first and notes it then: an email that arrives twice has the same id. */
async function send(
  { db, now, mailer, config, access }: MailServices,
  { user, name, address, app, notifications }: Addressee,
  from: string,
): Promise<number> {
  const origin = config.http.publicUrl;
  if (mailer === undefined || origin === undefined) return 0;
  const token = unsubscribeToken({ user, from }, access.keys);
  const body = emailOf(notifications, {
    ...{ app, origin },
    unsubscribe: `${origin}/notifications/unsubscribe?token=${token}`,
  });
  await mailer.send({
    ...{ to: { name, address }, ...body },
    id: `${from}.${notifications.at(-1)?.id ?? '0'}`,
    unsubscribe: `${origin}/unsubscribe?token=${token}`,
  });
  await noteMailed(
    db,
    notifications.map((notification) => notification.id),
    now(),
  );
  return notifications.length;
}
