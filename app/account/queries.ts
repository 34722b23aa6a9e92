import { sql } from 'kysely';
import { allSettings } from '../auth/index.ts';
import type { Db } from '../db/database.ts';
import {
  latestNotices,
  noticeInWords,
  readNotice,
  type StoredNotice,
} from '../security-notices/index.ts';
import type { Account } from './account.ts';

/** Returns a user's own account. */
export async function readAccount(db: Db, userId: string, now: Date): Promise<Account> {
  const { rows } = await sql<Stored>`
    select u.name, u.label, coalesce(u.properties ->> 'email', '') as email,
      c.changed_at as "passwordChangedAt", c.last_failure_at as "lastFailureAt",
      array(select name from access_tokens where user_id = u.id and revoked_at is null and expires_at > ${now} order by name) as tokens,
      ${allSettings} as settings, ${latestNotices(sql.ref('u.id'))} as activity
    from entities u left join credentials c on c.user_id = u.id where u.id = ${userId}`.execute(db);
  const [row] = rows;
  if (row !== undefined)
    return { ...row, activity: row.activity.map((notice) => noticeInWords(readNotice(notice))) };
  return {
    name: '',
    label: '',
    email: '',
    passwordChangedAt: null,
    lastFailureAt: null,
    tokens: [],
    settings: {},
    activity: [],
  };
}

type Stored = Omit<Account, 'activity'> & { readonly activity: readonly StoredNotice[] };
