import { sql } from 'kysely';
import { texts } from '../texts.ts';
import { type Finding, type Generator, numberSetting } from './generator.ts';

/** Failed sign-ins to one account within an hour. */
export interface Failures {
  readonly id: string;
  readonly label: string;
  readonly count: number;
}

/** Failures are a warning from the first threshold, a critical one from the second. Pure. */
export function judgeFailures(
  { id, label, count }: Failures,
  { medium, critical }: { readonly medium: number; readonly critical: number },
): readonly Finding[] {
  if (count < medium) return [];
  const isCritical = count >= critical;
  return [
    {
      ...{ key: `failed_sign_ins_${id}`, category: 'security' },
      severity: isCritical ? 'critical' : 'medium',
      message: texts.messages.failedSignIns(label, count),
      level: isCritical ? 1 : 0,
      details: { path: `/users/${id}/edit`, user_id: Number(id), user: label, attempts: count },
      to: { holding: 'settings.security' },
    },
  ];
}

/** Accounts with many failed sign-ins within an hour, those that were refused included. */
export const failedSignIns: Generator = {
  source: 'scheduled.failed_sign_ins',
  find: async (look) => {
    const hourAgo = new Date(look.now.getTime() - 60 * 60_000);
    const { rows } = await sql<Failures>`
      select u.id, u.label, tried.count from (
        select target_id, sum(attempts)::integer as count from (
        select target_id, case when details ->> 'attempts' ~ '^\\d{1,6}$'
            then (details ->> 'attempts')::integer else 1 end as attempts
        from audit_log
        where action = 'auth.login_failed' and target_type = 'user' and at > ${hourAgo}
          and seq > coalesce((select seq from audit_log where at <= ${hourAgo} order by at desc, seq desc limit 1), 0)
        union all select user_id, attempts - 1 from sign_in_refusals where last_at > ${hourAgo}) each
        group by target_id) tried
        join entities u on u.id = tried.target_id and u.entity_type = 'user'
      order by tried.count desc, u.id limit 200`.execute(look.db);
    const thresholds = {
      medium: numberSetting(look, 'warnings.sign_in_failures', 5),
      critical: numberSetting(look, 'warnings.sign_in_failures_critical', 10),
    };
    return rows.flatMap((failures) => judgeFailures(failures, thresholds));
  },
};
