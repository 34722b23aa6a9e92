import { type RawBuilder, sql } from 'kysely';

/**
 * Whether the graph of an environment has every committed change, as a condition for any statement
 * (spec graph#current): its last resync was verified, no change waits in the outbox, and none was
 * given up since that resync. A reader who asks the graph after this statement sees at least what
 * the statement saw.
 */
export const isGraphCurrent = (env: string): RawBuilder<boolean> => sql<boolean>`(
  not exists (select from graph_outbox)
  and coalesce((
    select latest.verified and not exists (select from graph_outbox_dead dead where dead.seq > coalesce(latest.watermark, 0))
    from ledger.resyncs latest where latest.graph_env = ${env} order by latest.id desc limit 1), false))`;
