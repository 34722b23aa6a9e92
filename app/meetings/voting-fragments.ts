import { type RawBuilder, sql } from 'kysely';
import { ballotsOn } from '../ballots/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { optionsOf } from '../options/index.ts';
import type { Voting } from './meeting.ts';

/**
 * The ballots and courses of action of the current item of a meeting, as one JSON value; null if
 * it is no decision (spec meetings#live).
 * @param meeting SQL of its id
 */
export const votingAt = (
  meeting: RawBuilder<unknown>,
): RawBuilder<Voting | null> => sql<Voting | null>`(
  select json_build_object('point', a.id::text, 'status', coalesce(a.properties ->> 'status', 'scheduled'),
    'ballots', ${ballotsOn(sql`a.id`)}, 'options', ${optionsOf(sql`a.id`)})
  from relations s join entities a on a.id = s.source_id and a.entity_type = 'agenda_point'
    and a.properties ->> 'item_type' = 'decision'
  where s.target_id = ${meeting} and ${relatedBy('s', 'scheduled_for_meeting')}
    and s.properties ->> 'running_since' is not null
  order by a.id limit 1)`;
