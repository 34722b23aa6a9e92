import { sql } from 'kysely';
import { texts } from '../texts.ts';
import type { Generator } from './generator.ts';

/** Changes that the graph refused until they were set aside (spec graph#warnings). */
export const graphRefusals: Generator = {
  source: 'scheduled.graph_refusals',
  find: async ({ db }) => {
    const { rows } = await sql<{ amount: number; error: string | null }>`
      select count(*)::integer as amount, min(last_error) as error
      from graph_outbox_dead`.execute(db);
    const { amount = 0, error = null } = rows[0] ?? {};
    if (amount === 0) return [];
    return [
      {
        ...{ key: 'graph_refusals', category: 'system', severity: 'high', level: amount },
        message: texts.messages.graphRefusals(amount),
        details: { changes: amount, error },
        to: { holding: 'settings.manage' },
      },
    ];
  },
};

const dayMs = 24 * 60 * 60_000;

/** Corrections of the graph in the past day: something other than the app wrote to it. */
export const graphCorrections: Generator = {
  source: 'scheduled.graph_corrections',
  find: async ({ db, now }) => {
    const since = new Date(now.getTime() - dayMs);
    const { rows } = await sql<{ healed: number; kinds: string[] | null }>`
      select coalesce(sum(healed), 0)::integer as healed,
        (select array_agg(distinct kind) from graph_checks c, unnest(c.kinds) kind
          where c.checked_at > ${since}::timestamptz) as kinds
      from graph_checks where checked_at > ${since}::timestamptz`.execute(db);
    const { healed = 0, kinds } = rows[0] ?? {};
    if (healed === 0) return [];
    return [
      {
        ...{ key: 'graph_corrections', category: 'system', severity: 'medium', level: healed },
        message: texts.messages.graphCorrections(healed),
        details: { corrected: healed, kinds: kinds ?? [] },
        to: { holding: 'settings.manage' },
      },
    ];
  },
};
