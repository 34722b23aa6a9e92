import { type RawBuilder, sql } from 'kysely';
import { type BodyRequirement, dayAt, holdsIn, inBody } from '../authority/index.ts';
import { itemKinds } from '../committee-items/index.ts';
import type { RelationTypeName } from '../ontology/declared.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { isActiveCommittee, storedMoment } from '../relation-reads/index.ts';
import type { Asker } from './question.ts';
import type { ItemKind, WaitingItem } from './waiting-item.ts';

interface KindFacts {
  readonly relation: RelationTypeName;
  readonly reads: BodyRequirement;
}

/** Everything that follows a workflow in a committee, and who may see it there. */
export const kinds: Readonly<Record<ItemKind, KindFacts>> = {
  ...itemKinds,
  meeting: { relation: 'belongs_to_tor', reads: inBody('meetings.view') },
};

/** Whether the asker sees items of a kind in the committee `tor`. */
const maySee = ({ reads }: KindFacts, { id, permissions, now }: Asker): RawBuilder<boolean> =>
  permissions.has('workflow.manage')
    ? sql<boolean>`true`
    : holdsIn(reads, { id, permissions }, sql`tor.id`, dayAt(now));

/** Ids of the committees where someone sees items, by kind. */
export type Seen = Readonly<Record<ItemKind, readonly string[]>>;

/** SQL of where the asker sees items, as JSON; nowhere unless the graph is asked. */
export const seenBy = (asker: Asker, isAsked: RawBuilder<unknown>): RawBuilder<Seen> => sql<Seen>`
  json_build_object(${sql.join(
    (Object.keys(kinds) as ItemKind[]).map(
      (kind) => sql`${sql.lit(kind)}, case when ${isAsked} then (
        select coalesce(json_agg(tor.id::text), '[]') from entities tor
        where ${isActiveCommittee('tor')} and ${maySee(kinds[kind], asker)}) else '[]' end`,
    ),
  )})`;

const status = (
  item: string,
  kind: string,
) => sql`coalesce(nullif(${sql.ref(`${item}.properties`)} ->> 'status', ''),
  (select first.properties ->> 'status_code' from entities first where first.entity_type = 'workflow_status'
    and first.properties ->> 'entity_type_scope' = ${sql.lit(kind)} and first.properties ->> 'is_initial' = 'true'
    order by first.id limit 1))`;

/** `from …`: items `item` of committees `tor` that the asker sees, at a step `state`. */
export const itemsOf = (kind: ItemKind, asker: Asker): RawBuilder<unknown> => sql`from entities tor
    join relations owns on owns.target_id = tor.id and ${relatedBy('owns', kinds[kind].relation)}
    join entities item on item.id = owns.source_id and item.entity_type = ${sql.lit(kind)}
    join entities state on state.entity_type = 'workflow_status'
      and state.properties ->> 'entity_type_scope' = ${sql.lit(kind)}
      and state.properties ->> 'status_code' = ${status('item', kind)}
  where tor.entity_type = 'tor' and ${maySee(kinds[kind], asker)}`;

/** When the item `item` began: as submitted, or when it was stored. */
export const begunAt = sql`coalesce(
  ${storedMoment(sql`coalesce(item.properties ->> 'submitted_date', item.properties ->> 'created_date')`)}, item.created_at)`;

/** Since when the item `item` is at its step. */
export const since = sql`coalesce(
  (select max(moved.moved_at) from workflow_moves moved where moved.item_id = item.id), ${begunAt})`;

/** The label of `item`. A suggestion has no title; its label is cut within a word. */
export const itemLabel = sql`case when item.entity_type = 'suggestion'
  then left(coalesce(item.properties ->> 'description', item.label), 400) else item.label end`;

/** The most items that an answer reads. */
const mostItems = 500;

/**
 * SQL of a JSON array of items that wait in committees, the longest waits first (spec
 * questions#visibility).
 * @param where condition on the committee `tor`
 */
export const waitingItems = (
  where: RawBuilder<unknown>,
  asker: Asker,
): RawBuilder<readonly WaitingItem[]> => sql<readonly WaitingItem[]>`(
  select coalesce(json_agg(json_build_object('id', waiting.id::text, 'kind', waiting.kind, 'label', waiting.label,
    'committeeId', waiting.tor_id::text, 'committee', waiting.tor_label, 'status', waiting.status, 'step', waiting.step,
    'since', to_char(waiting.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'needs', waiting.needs)
    order by waiting.since, waiting.id), '[]')
  from (${sql.join(
    (Object.keys(kinds) as ItemKind[]).map(
      (
        kind,
      ) => sql`(select item.id, ${sql.lit(kind)} as kind, ${itemLabel} as label, tor.id as tor_id, tor.label as tor_label,
          state.properties ->> 'status_code' as status, state.label as step, ${since} as since,
          array(select distinct next.properties ->> 'required_capability' from relations leaves
            join entities next on next.id = leaves.source_id and next.entity_type = 'workflow_transition' and next.is_active
            where leaves.target_id = state.id and ${relatedBy('leaves', 'transition_from')}
              and next.properties ->> 'required_capability' <> '') as needs
        ${itemsOf(kind, asker)} and ${where} and coalesce(state.properties ->> 'is_terminal', '') <> 'true')`,
    ),
    sql` union all `,
  )} order by since, id limit ${sql.lit(mostItems)}) waiting)`;
