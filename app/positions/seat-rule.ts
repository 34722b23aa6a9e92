import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import type { StoreRule } from '../ontology/store-rule.ts';
import { allTerms, seats } from './fragments.ts';
import type { Holder } from './position.ts';
import { seatsTaken } from './rules.ts';
import { texts } from './texts.ts';

/**
 * From today on, no position has more holders than seats (spec positions#seats). Days in the past
 * stay as they were: a position may have had more seats then.
 */
export const seatRule: StoreRule = {
  relations: ['fills_position'],
  entities: ['tor_function'],
  fault: async (tx, { relations, entities }, now) => {
    const ids = [...relations.map(({ target }) => target), ...entities.map(({ id }) => id)];
    // Terms are read after the lock, so that two transactions see each other's.
    await sql`select from entities where id = any(${ids}::bigint[]) order by id for no key update`.execute(
      tx,
    );
    const { rows } = await sql<{
      label: string;
      seats: number;
      today: string;
      terms: readonly Holder[];
    }>`
      select p.label, ${seats} as seats, ${dayAt(now)} as today, ${allTerms} as terms
      from entities p where p.id = any(${ids}::bigint[]) and p.entity_type = 'tor_function' order by p.id`.execute(
      tx,
    );
    for (const position of rows) {
      const taken = seatsTaken(position.terms, { since: position.today, until: null });
      if (taken > position.seats) return texts.overfull(position.label, position.seats, taken);
    }
    return undefined;
  },
};
