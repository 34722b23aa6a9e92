import { sql } from 'kysely';
import { dayAt, installationZone } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import type { DomainEvent, EventConsumer } from '../events/index.ts';
import { committeeOf, membersWho } from '../notifications/index.ts';
import { movedItems, warningOf } from './event-rules.ts';
import { raise } from './raise.ts';
import { texts } from './texts.ts';
import type { NewWarning } from './warning.ts';

/** Raises warnings of what commands did, whether on pages, by the API or an import (spec warnings#events). */
export const warningConsumer = ({
  now,
  log,
}: {
  readonly now: () => Date;
  readonly log: { warn(facts: object, message: string): void };
}): EventConsumer => ({
  name: 'warnings',
  handle: async (tx, events) => {
    const at = now();
    const raised = [
      ...events.flatMap(warningOf),
      ...(await importedUsers(tx, events)),
      ...(await movesOf(tx, movedItems(events), at)),
    ];
    const { unheard } = await raise(tx, raised, at);
    if (unheard.length > 0) log.warn({ sources: unheard }, 'warnings that nobody receives');
  },
});

/** Users that imports created: an import is one event, whatever it contains. */
async function importedUsers(
  tx: Tx,
  events: readonly DomainEvent[],
): Promise<readonly NewWarning[]> {
  const imports = events.flatMap(({ id, action, actorId, details }) => {
    const code = details?.['import'];
    return action === 'data.imported' && typeof code === 'string' ? [{ id, actorId, code }] : [];
  });
  if (imports.length === 0) return [];
  const { rows } = await sql<{ code: string; count: number }>`
    select c.import::text as code, count(*)::integer as count
    from import_changes c join entities u on u.id between c.entity_id and c.last_id and u.entity_type = 'user'
    where c.change = 'created' and c.import::text = any(${imports.map(({ code }) => code)}::text[])
    group by c.import`.execute(tx);
  return rows.flatMap(({ code, count }) => {
    const imported = imports.find((one) => one.code === code);
    return imported === undefined
      ? []
      : [
          {
            ...{ source: 'event.user.created', key: `event:${imported.id}`, severity: 'info' },
            ...{ category: 'governance', message: texts.messages.usersImported(count) },
            ...{ details: { path: '/users' }, to: { holding: 'settings.manage' } },
            causedBy: imported.actorId,
          } satisfies NewWarning,
        ];
  });
}

interface Moves {
  readonly tor: string;
  readonly committee: string;
  readonly day: string;
  readonly count: number;
  readonly items: readonly string[];
  readonly users: readonly string[];
}

/** One warning for each committee and day, for its members: what moved in its workflow. */
async function movesOf(
  tx: Tx,
  items: readonly string[],
  now: Date,
): Promise<readonly NewWarning[]> {
  if (items.length === 0) return [];
  const day = dayAt(now);
  const { rows } = await sql<Moves>`
    with bodies as materialized (
      select distinct ${committeeOf(sql.ref('given.id'))} as id from unnest(${[...items]}::bigint[]) as given(id)),
    moved as (
      select distinct on (m.item_id) bodies.id as body, e.label, m.moved_at,
        coalesce((select step.label from entities step where step.entity_type = 'workflow_status'
          and step.properties ->> 'entity_type_scope' = m.scope
          and step.properties ->> 'status_code' = m.to_status order by step.id limit 1), m.to_status) as step
      from bodies join relations owning on owning.target_id = bodies.id
        join workflow_moves m on m.item_id = owning.source_id and m.moved_at > ${now}::timestamptz - interval '1 day'
        join entities e on e.id = m.item_id
      where ${day} = to_char(m.moved_at at time zone ${installationZone}, 'YYYY-MM-DD')
      order by m.item_id, m.moved_at desc)
    select tor.id as tor, tor.label as committee, ${day} as day, count(*)::integer as count,
      (array_agg(moved.label || ': ' || moved.step order by moved.moved_at desc))[:20] as items,
      array(select who.user_id::text from ${membersWho({ codes: ['tor.list'] }, sql.ref('tor.id'), day)} who) as users
    from moved join entities tor on tor.id = moved.body
    group by tor.id, tor.label`.execute(tx);
  return rows.map(({ tor, committee, day: on, count, items: labels, users }) => ({
    ...{ source: 'event.workflow.changed', key: `workflow:${tor}:${on}`, severity: 'info' },
    ...{ category: 'governance', message: texts.messages.workflowChanged(committee, count) },
    ...{ details: { path: `/tor/${tor}/workflow`, items: labels }, to: { users } },
  }));
}
