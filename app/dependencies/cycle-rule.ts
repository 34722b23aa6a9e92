import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { StoreRule } from '../ontology/store-rule.ts';
import { listBlocking, listLabels } from './queries.ts';
import { type Blocking, cycleOf } from './rules.ts';
import { kinds } from './schema.ts';
import { texts } from './texts.ts';

/** Held while blocking dependencies are added: two could close a cycle that neither closes. */
const lockKey = 'ahlt dependencies of committees';

/** Blocking dependencies form no cycle (spec dependencies#cycles). */
export const cycleRule: StoreRule = {
  relations: kinds,
  entities: [],
  fault: async (tx, { relations }) => {
    const ends = new Set(relations.map(endsOf));
    const among = (all: readonly Blocking[]) => all.filter((one) => ends.has(endsOf(one)));
    if (among(await listBlocking(tx)).length === 0) return undefined;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lockKey}, 0))`.execute(tx);
    const all = await listBlocking(tx);
    const cycle = cycleOf(all, among(all));
    return cycle && texts.refusal.cycle(await labelled(tx, cycle));
  },
};

const endsOf = ({ source, target }: Blocking): string => `${source} ${target}`;

async function labelled(tx: Tx, cycle: readonly string[]): Promise<string> {
  const labels = await listLabels(tx, cycle);
  return cycle.map((id) => labels.get(id) ?? id).join(' → ');
}
