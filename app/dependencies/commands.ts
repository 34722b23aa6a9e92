import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { lockEntity } from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate, unrelate } from '../ontology/relations.ts';
import { cycleRule } from './cycle-rule.ts';
import { findDependency } from './queries.ts';
import type { DependencyInput } from './schema.ts';
import { texts } from './texts.ts';

/**
 * Adds a dependency of one committee on another. Refused if it exists, leads to the committee
 * itself, or closes a cycle of blocking ones (spec dependencies#cycles).
 */
export const addDependency = command<DependencyInput & { readonly committee: string }, string>(
  'tor.dependency_added',
  { may: 'tor.edit' },
  async (
    tx,
    { now, input: { committee, target_tor_id: target, relation_type: type, ...input } },
  ) => {
    if (target === committee) throw refuse({ field: 'target_tor_id', message: texts.refusal.self });
    const own = await lockEntity(tx, 'tor', committee);
    const other = (await listCommittees(tx, target)).get(target);
    if (other === undefined)
      throw refuse({ field: 'target_tor_id', message: texts.refusal.unknown });
    const properties = {
      ...(input.output_types === '' ? {} : { output_types: input.output_types }),
      ...(input.description === '' ? {} : { description: input.description }),
      ...(input.is_blocking ? { is_blocking: 'true' } : {}),
    };
    const added = await relate(tx, [{ type, source: committee, target, properties }]);
    if (added === 0) throw refuse({ field: 'target_tor_id', message: texts.refusal.twice(other) });
    const relations = [{ type, source: committee, target }];
    const cycle = await cycleRule.fault(tx, { relations, entities: [] }, now);
    if (cycle !== undefined) throw refuse({ field: 'is_blocking', message: cycle });
    return saved({ target: own, after: { type, other, ...properties }, value: other });
  },
);

/** Removes a dependency that leads to or from a committee; any other relation is missing. */
export const removeDependency = command<
  { readonly committee: string; readonly id: string },
  string
>('tor.dependency_removed', { may: 'tor.edit' }, async (tx, { input: { committee, id } }) => {
  const own = await lockEntity(tx, 'tor', committee);
  const found = await findDependency(tx, committee, id);
  if (found === undefined) throw refuseMissing();
  const { kind: type, direction, other } = found;
  const [source, target] =
    direction === 'downstream' ? [committee, other.id] : [other.id, committee];
  await unrelate(tx, [{ type, source, target }]);
  return saved({ target: own, before: { type, other: other.label }, value: other.label });
});

async function listCommittees(tx: Tx, id: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; label: string }>`
    select id, label from entities where id = ${id} and entity_type = 'tor' for key share`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.label]));
}
