import type { Migration } from '../migration.ts';

const stays = (words: string) => `raise exception '${words}'
      using errcode = 'integrity_constraint_violation', constraint = 'ballots_stay'`;
const ballotStays = stays('a closed ballot stays as it was counted');

/** Ballots: final once they are closed; who voted and what are apart (spec ballots#secrecy). */
export const ballots: Migration = {
  id: '0024',
  name: 'ballots',
  statements: [
    `create table ballots (
  id               bigint generated always as identity primary key,
  agenda_point_id  bigint not null references entities (id) on delete cascade,
  method           text not null check (method in ('yes_no', 'approval', 'ranked')),
  majority         text not null check (majority in ('simple', 'absolute', 'two_thirds')),
  is_secret        boolean not null,
  is_weighted      boolean not null,
  has_casting_vote boolean not null,
  options          jsonb not null check (jsonb_typeof(options) = 'array'),
  electorate       jsonb not null check (jsonb_typeof(electorate) = 'array'),
  opened_at        timestamptz not null,
  opened_by_id     bigint,
  opened_by        text not null,
  closed_at        timestamptz,
  closed_by_id     bigint,
  closed_by        text,
  result           jsonb,
  check ((closed_at is null) = (result is null)),
  check ((closed_at is null) = (closed_by is null)),
  constraint ballots_secret check (not is_secret or not (is_weighted or has_casting_vote))
)`,
    `comment on table ballots is 'electorate and options are those of the moment when it was opened; a closed row never changes'`,
    'create unique index ballots_open on ballots (agenda_point_id) where closed_at is null',
    'create index ballots_point on ballots (agenda_point_id, id)',
    `create table ballot_voters (
  ballot_id bigint not null references ballots (id) on delete cascade,
  seat      text not null,
  voter_id  bigint not null,
  voter     text not null,
  way       text not null check (way in ('own', 'proxy', 'recused')),
  primary key (ballot_id, seat)
)`,
    `comment on table ballot_voters is 'who voted for which seat, or was recused; without what they voted'`,
    `create table ballot_votes (
  ballot_id bigint not null,
  seat      text not null,
  choice    jsonb not null,
  primary key (ballot_id, seat),
  foreign key (ballot_id, seat) references ballot_voters (ballot_id, seat) on delete cascade
)`,
    `comment on table ballot_votes is 'what was voted in open ballots'`,
    // One sorted row for all of a ballot: neither a key nor an order leads from a vote to its voter.
    `create table ballot_boxes (
  ballot_id bigint primary key references ballots (id) on delete cascade,
  choices   jsonb not null default '[]' check (jsonb_typeof(choices) = 'array')
)`,
    `comment on table ballot_boxes is 'what was voted in secret ballots, sorted; without who voted'`,
    `create table ballot_proxies (
  ballot_id bigint not null references ballots (id) on delete cascade,
  seat      text not null,
  proxy_id  bigint not null,
  proxy     text not null,
  primary key (ballot_id, seat)
)`,
    `create function ballots_stay() returns trigger language plpgsql as $$
declare owner bigint;
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from ballots where closed_at is not null) then
      ${ballotStays};
    end if;
    return null;
  end if;
  if tg_table_name = 'ballots' then
    if old.closed_at is not null then
      ${ballotStays};
    end if;
    if tg_op = 'DELETE' then return old; end if;
    if to_jsonb(new) - '{closed_at,closed_by_id,closed_by,result}'::text[] <> to_jsonb(old) - '{closed_at,closed_by_id,closed_by,result}'::text[] then
      ${stays('an open ballot keeps its question')};
    end if;
    return new;
  end if;
  owner := case when tg_op = 'INSERT' then new.ballot_id else old.ballot_id end;
  if exists (select from ballots where id = owner and closed_at is not null) then
    ${ballotStays};
  end if;
  if tg_op = 'INSERT' then return new; end if;
  -- A ballot that is deleted takes its votes along.
  if tg_op = 'DELETE' and not exists (select from ballots where id = owner) then return old; end if;
  if tg_op = 'UPDATE' and tg_table_name = 'ballot_boxes' and new.ballot_id = old.ballot_id
    and jsonb_array_length(new.choices) = jsonb_array_length(old.choices) + 1 and new.choices @> old.choices then return new; end if;
  if tg_table_name = 'ballot_proxies' and tg_op = 'DELETE' then return old; end if;
  ${stays('a vote stays as it was cast')};
end $$`,
    `create trigger ballots_stay before update or delete on ballots
  for each row execute function ballots_stay()`,
    ...['ballot_voters', 'ballot_votes', 'ballot_boxes', 'ballot_proxies'].map(
      (table) => `create trigger ballots_stay before insert or update or delete on ${table}
  for each row execute function ballots_stay()`,
    ),
    ...['ballots', 'ballot_voters', 'ballot_votes', 'ballot_boxes', 'ballot_proxies'].flatMap(
      (table) => [
        `create trigger ballots_truncate before truncate on ${table}
  for each statement execute function ballots_stay()`,
        `revoke truncate on ${table} from "<runtime>"`,
      ],
    ),
  ],
};
