import type { Migration } from '../migration.ts';

const refused = (words: string) => `raise exception '${words}'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay'`;
const staysSettled = refused('a settled motion stays as it was recorded');

const staysMoved = refused('a motion stays as it was moved');

/** Columns of a step that is written once: who and when. */
const step = (name: string) => [`${name}_at`, `${name}_by_id`, `${name}_by`];
const steps = [...step('seconded'), ...step('opened'), ...step('closed')];
const results = ['result', 'votes_for', 'votes_against', 'votes_abstained'];
const none = `'{${[...steps, ...results].join(',')}}'::text[]`;

/** Whether a step that was taken differs from before. */
const isRewritten = (name: string) => `(old.${name}_at is not null
    and (new.${step(name).join(', new.')}) is distinct from (old.${step(name).join(', old.')}))`;

/**
 * Motions at meetings: moved while the meeting runs, seconded, opened one at a time, and final once
 * they are settled. Those that nobody settles lapse with the meeting, however it ends (spec motions).
 */
export const motions: Migration = {
  id: '0034',
  name: 'motions',
  statements: [
    // No foreign keys to users: what they moved outlives their accounts.
    `create table meeting_motions (
  id              bigint generated always as identity primary key,
  meeting_id      bigint not null references entities (id) on delete cascade,
  agenda_point_id bigint not null references entities (id) on delete cascade,
  kind            text not null check (kind in ('close_debate', 'close_speakers', 'postpone_item', 'change_order', 'take_break', 'secret_vote', 'other')),
  wording         text not null check (char_length(wording) <= 200),
  moved_at        timestamptz not null,
  moved_by_id     bigint not null,
  moved_by        text not null,
  seconded_at     timestamptz,
  seconded_by_id  bigint check (seconded_by_id <> moved_by_id),
  seconded_by     text,
  opened_at       timestamptz,
  opened_by_id    bigint,
  opened_by       text,
  closed_at       timestamptz,
  closed_by_id    bigint,
  closed_by       text,
  result          text check (result in ('carried', 'rejected', 'withdrawn', 'lapsed')),
  votes_for       integer check (votes_for >= 0),
  votes_against   integer check (votes_against >= 0),
  votes_abstained integer check (votes_abstained >= 0),
  constraint meeting_motions_worded check (kind <> 'other' or wording <> ''),
  check (num_nulls(seconded_at, seconded_by_id, seconded_by) in (0, 3)),
  check (num_nulls(opened_at, opened_by_id, opened_by) in (0, 3)),
  check (num_nulls(closed_by_id, closed_by) in (0, 2)),
  check (num_nulls(closed_at, result) in (0, 2)),
  constraint meeting_motions_closed check ((closed_by is null) = (coalesce(result, 'lapsed') = 'lapsed')),
  constraint meeting_motions_voted check (coalesce(result, 'lapsed') not in ('carried', 'rejected') or opened_at is not null),
  check (num_nulls(votes_for, votes_against, votes_abstained) in (0, 3)),
  constraint meeting_motions_hands check (votes_for is null or coalesce(result, 'lapsed') in ('carried', 'rejected'))
)`,
    `comment on table meeting_motions is 'procedural motions at meetings; a settled row never changes; without votes a result was by consent'`,
    'create index meeting_motions_meeting on meeting_motions (meeting_id, id)',
    'create index meeting_motions_point on meeting_motions (agenda_point_id)',
    'create unique index meeting_motions_open on meeting_motions (meeting_id) where opened_at is not null and closed_at is null',
    `create function meeting_motions_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from meeting_motions) then
      ${staysMoved};
    end if;
    return null;
  end if;
  if tg_op = 'INSERT' then
    -- An import brings settled motions.
    if new.closed_at is not null then return new; end if;
    if num_nonnulls(new.${[...steps, ...results].join(', new.')}) > 0 then
      ${refused('a motion is moved before it is seconded, opened and settled')};
    end if;
    if not exists (select from entities where id = new.meeting_id and entity_type = 'meeting' and properties ->> 'status' = 'in_progress') then
      ${refused('motions are moved while a meeting runs')};
    end if;
    return new;
  end if;
  if old.closed_at is not null then
    ${staysSettled};
  end if;
  if tg_op = 'DELETE' then
    -- A meeting or an agenda point that is deleted takes its motions along.
    if (select count(*) from entities where id in (old.meeting_id, old.agenda_point_id)) = 2 then
      ${staysMoved};
    end if;
    return old;
  end if;
  if to_jsonb(new) - ${none} <> to_jsonb(old) - ${none} or ${isRewritten('seconded')} or ${isRewritten('opened')} then
    ${staysMoved};
  end if;
  return new;
end $$`,
    `create trigger meeting_motions_stay before insert or update or delete on meeting_motions
  for each row execute function meeting_motions_stay()`,
    `create trigger meeting_motions_truncate before truncate on meeting_motions
  for each statement execute function meeting_motions_stay()`,
    'revoke delete, truncate on meeting_motions from "<runtime>"',
    `create function meeting_motions_lapse() returns trigger language plpgsql as $$
begin
  update meeting_motions set closed_at = now(), result = 'lapsed' where meeting_id = new.id and closed_at is null;
  return null;
end $$`,
    `create trigger meeting_motions_lapse after update on entities for each row
  when (old.entity_type = 'meeting' and old.properties ->> 'status' = 'in_progress'
    and new.properties ->> 'status' is distinct from 'in_progress')
  execute function meeting_motions_lapse()`,
  ],
};
