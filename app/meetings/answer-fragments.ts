import { type RawBuilder, sql } from 'kysely';
import { relatedBy } from '../ontology/permissions.ts';
import type { StoredAnswer } from './answer.ts';

const mostAnswers = sql.lit(300);

/**
 * The answers to the invitation of a meeting as one JSON value, for any statement.
 * @param meeting SQL of its id
 */
export const answersOf = (meeting: RawBuilder<unknown>): RawBuilder<readonly StoredAnswer[]> => sql<
  readonly StoredAnswer[]
>`(
  select coalesce(json_agg(json_build_object('userId', g.id::text, 'username', g.name, 'user', g.label,
      'answer', g.given ->> 'answer', 'substitute', nullif(g.given ->> 'substitute', ''),
      'note', coalesce(g.given ->> 'note', '')) order by g.label, g.id), '[]'::json)
  from (
    select u.id, u.name, u.label, given.properties as given
    from relations given join entities u on u.id = given.source_id and u.entity_type = 'user'
    where given.target_id = ${meeting} and ${relatedBy('given', 'answers_meeting')}
      and given.properties ->> 'answer' in ('accepted', 'tentative', 'declined')
    order by u.label, u.id limit ${mostAnswers}) g)`;
