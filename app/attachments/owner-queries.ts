import { type RawBuilder, sql } from 'kysely';
import { type BodyRequirement, holdsIn, inBody } from '../authority/index.ts';
import { itemKinds } from '../committee-items/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { type Asker, isDocumentVisible } from '../documents/index.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import { type Owner, ownerTypes } from './owner.ts';

type Sql = RawBuilder<unknown>;

/** The rights of readers and editors of an item in its committee. */
const needs = {
  proposal: { reads: itemKinds.proposal.reads, edits: inBody('proposal.edit') },
  agenda_point: { reads: itemKinds.agenda_point.reads, edits: inBody('agenda.manage') },
  coa: { reads: itemKinds.agenda_point.reads, edits: inBody('coa.edit') },
} as const satisfies Readonly<Record<string, Record<'reads' | 'edits', BodyRequirement>>>;

/** Where the entity `e` is: its agenda point, its committee, and the status that counts. */
const place = sql`left join lateral (
    select case when e.entity_type = 'agenda_point' then e.id when e.entity_type = 'coa' then (
      select r.source_id from relations r where r.target_id = e.id
        and ${relatedBy('r', 'considers_coa')} order by r.id limit 1) end as point) at_point on true
  left join lateral (
    select r.target_id as tor from relations r
    where r.source_id = coalesce(at_point.point, e.id) and r.relation_type_id
      = case e.entity_type when 'proposal' then ${relationTypeId(itemKinds.proposal.relation)}
        else ${relationTypeId(itemKinds.agenda_point.relation)} end
      and e.entity_type <> 'document'
    order by r.id limit 1) at_tor on true
  left join entities state on state.id = coalesce(at_point.point, e.id)`;

function may(asker: Asker, what: 'reads' | 'edits'): RawBuilder<boolean> {
  const code = what === 'reads' ? 'document.view' : 'document.edit';
  const inTor = (type: keyof typeof needs) =>
    sql`at_tor.tor is not null and ${holdsIn(needs[type][what], asker, sql`at_tor.tor`, asker.day)}`;
  return sql<boolean>`case e.entity_type
    when 'document' then ${asker.permissions.has(code)} and ${isDocumentVisible(asker, code)}
    when 'proposal' then ${inTor('proposal')} when 'agenda_point' then ${inTor('agenda_point')}
    else ${inTor('coa')} end`;
}

/** The owner `e` as JSON, from `ownersIn`. */
export const ownerJson = (asker: Asker): RawBuilder<Owner> => sql<Owner>`json_build_object(
  'id', e.id::text, 'type', e.entity_type, 'label', e.label, 'tor', at_tor.tor::text, 'point', at_point.point::text,
  'status', state.properties ->> 'status', 'mayRead', ${may(asker, 'reads')}, 'mayEdit', ${may(asker, 'edits')})`;

/** `from …`: the entities `e` that files can belong to. */
export const ownersIn: Sql = sql`entities e ${place}`;
export const isOwner: Sql = sql`e.entity_type in (${sql.join(ownerTypes.map((type) => sql.lit(type)))})`;

/** Finds what files can belong to, if a user may see it. */
export async function findOwner(db: Db | Tx, id: string, asker: Asker): Promise<Owner | undefined> {
  const { rows } = await sql<{ owner: Owner }>`
    select ${ownerJson(asker)} as owner from ${ownersIn} where e.id = ${id} and ${isOwner}`.execute(
    db,
  );
  const owner = rows[0]?.owner;
  return owner?.mayRead ? owner : undefined;
}
