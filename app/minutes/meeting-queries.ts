import { sql } from 'kysely';
import { openItemsOf } from '../action-items/index.ts';
import { isInForce } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { motionsOf } from '../motions/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { storedId, storedNumber } from '../ontology/stored-id.ts';
import type { MeetingFacts } from './content.ts';
import { committeeOf } from './fragments.ts';

/** The facts about a meeting that generating minutes needs. */
export interface MeetingState extends MeetingFacts {
  readonly names: Readonly<Record<string, string>>;
  /** Id of its minutes, if it has any. */
  readonly existing: string | null;
  /** Id of its committee. */
  readonly committee: string | null;
}

/** Returns what happened in a meeting, in one statement. The meeting is locked by the caller. */
export async function readMeetingFacts(tx: Tx, meetingId: string): Promise<MeetingState> {
  const { rows } = await sql<Omit<MeetingState, 'rollCall'> & { readonly rollCall: unknown }>`
    with m as (select id, properties as p, ${committeeOf(sql`${meetingId}::bigint`)} as committee
      from entities where id = ${meetingId})
    select m.committee::text as committee,
      (select r.target_id::text from relations r where r.source_id = m.id
        and ${relatedBy('r', 'minutes_of')} limit 1) as existing,
      ${rollCall} as "rollCall", ${names} as names, ${positions} as positions, ${steps} as steps,
      ${points} as points, ${openItemsOf(sql`m.committee`)} as carried
    from m`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new TypeError(`There is no meeting ${meetingId}.`);
  return { ...row, rollCall: rollCallLines(row.rollCall) };
}

const rollCall = sql`(case when m.p ->> 'roll_call_data' is json array then (m.p ->> 'roll_call_data')::jsonb else '[]' end)`;

/** Display names of the users in the roll call, by user name. */
const names = sql`(
  select coalesce(json_object_agg(u.name, u.label), '{}') from entities u
  where u.entity_type = 'user' and u.name in (
    select named from jsonb_array_elements(${rollCall}) x, lateral (values (x ->> 'username'), (x ->> 'represented_by')) n(named)
    where jsonb_typeof(x) = 'object'))`;

const isMandatory = sql`coalesce(p.properties ->> 'membership_type' = 'mandatory', false)`;

/** Who held the positions of the committee on the day of the meeting. */
const positions = sql`(
  select coalesce(json_agg(json_build_object('label', p.label, 'isMandatory', ${isMandatory}, 'holders', array(
    select holder.label from relations fills join entities holder on holder.id = fills.source_id
    where fills.target_id = p.id and ${relatedBy('fills', 'fills_position')}
      and ${isInForce('fills', sql<string>`coalesce(m.p ->> 'meeting_date', '')`)} order by lower(holder.label), holder.id))
    order by not ${isMandatory}, lower(p.label), p.id), '[]')
  from relations b join entities p on p.id = b.source_id and p.entity_type = 'tor_function' and p.is_active
  where b.target_id = m.committee and ${relatedBy('b', 'belongs_to_tor')})`;

const whole = (alias: string, key: string) =>
  storedNumber(sql`${sql.ref(alias)}.properties ->> ${key}`);

const steps = sql`(
  select coalesce(json_agg(json_build_object('order', coalesce(${whole('s', 'sequence_order')}, 0), 'label', s.label,
    'minutes', nullif(${whole('s', 'default_duration_minutes')}, 0), 'isRequired', coalesce(s.properties ->> 'is_required' = 'true', false))
    order by coalesce(${whole('s', 'sequence_order')}, 0), s.id), '[]')
  from relations r join entities s on s.id = r.source_id and s.entity_type = 'protocol_step' and s.is_active
  where r.target_id = m.committee and ${relatedBy('r', 'protocol_of')})`;

/** The latest decision on the agenda point `p`: option, reason, number, and the ballot that it keeps. */
const decision = sql`(
  select json_build_object('option', coalesce(option.label, ''), 'rationale', coalesce(d.properties ->> 'decision_rationale', ''),
    'number', (d.properties ->> 'decision_year') || '/' || (d.properties ->> 'decision_number'),
    'isWithoutQuorum', coalesce(d.properties ->> 'without_quorum' = 'true', false),
    'ballot', case when d.properties ->> 'record' is json object then (d.properties ->> 'record')::jsonb -> 'ballot' end)
  from entities d left join entities option on option.entity_type = 'coa' and option.id = ${storedId(sql`d.properties ->> 'selected_coa_id'`)}
  where d.entity_type = 'decision' and d.properties ->> 'agenda_point_id' = p.id::text
  order by d.id desc limit 1)`;

const points = sql`(
  select coalesce(json_agg(json_build_object('title', coalesce(nullif(p.properties ->> 'title', ''), p.label),
    'type', coalesce(p.properties ->> 'item_type', 'informative'), 'minutes', ${whole('p', 'time_allocation_minutes')},
    'status', coalesce(p.properties ->> 'status', 'scheduled'), 'notes', coalesce(r.properties ->> 'notes', ''),
    'usedSeconds', ${whole('r', 'used_seconds')}, 'decision', ${decision},
    'motions', ${motionsOf(sql`m.id`, sql`p.id`)})
    order by ${whole('r', 'agenda_order')} nulls last, p.id), '[]')
  from relations r join entities p on p.id = r.source_id and p.entity_type = 'agenda_point'
  where r.target_id = m.id and ${relatedBy('r', 'scheduled_for_meeting')})`;

interface StoredRollCall {
  readonly username?: unknown;
  readonly status?: unknown;
  readonly represented_by?: unknown;
  readonly arrived?: unknown;
  readonly left?: unknown;
}

const rollCallLines = (stored: unknown): MeetingFacts['rollCall'] =>
  (Array.isArray(stored) ? (stored as readonly StoredRollCall[]) : []).flatMap((entry) =>
    typeof entry?.username === 'string' && typeof entry.status === 'string'
      ? [
          {
            ...{ username: entry.username, status: entry.status },
            represented: textOrNone(entry.represented_by),
            ...{ arrived: textOrNone(entry.arrived), left: textOrNone(entry.left) },
          },
        ]
      : [],
  );

const textOrNone = (value: unknown): string | null => (typeof value === 'string' ? value : null);
