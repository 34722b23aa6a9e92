import type { Migration } from '../migration.ts';

/** What stands in for the digest of a row before the first. */
const noDigest = `'\\x${'00'.repeat(32)}'`;

/** Which function hears of changes to which table. */
const touching = {
  entity_properties: 'entity_touch_properties',
  relations: 'entity_touch_relations',
  relation_properties: 'entity_touch_relation_properties',
} as const;

/**
 * What every change leaves behind: a version on the entity, by which a writer notices that somebody else was faster; a row in an audit
 * log that can only grow; and its result, for a form that is sent twice (docs/decisions/023-versions-detect-conflicts.md,
 * 024-audit-log-as-a-hash-chain.md).
 */
export const changes: Migration = {
  id: '0005',
  name: 'changes',
  statements: [
    'alter table entities add column version bigint not null default 1',

    // A version counts transactions, not statements: a row that this transaction made already needs no new number.
    `create function entity_count_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + case when old.xmin = pg_current_xact_id()::xid then 0 else 1 end;
  return new;
end $$`,
    // In the order of the ids: two transactions that change the same entities must not wait for each other.
    `create function entity_touch(ids bigint[], content boolean) returns void language sql as $$
  update entities e
  set version = e.version, updated_at = case when content then now() else e.updated_at end
  from (select id from entities where id = any(ids) and xmin <> pg_current_xact_id()::xid order by id for no key update) t
  where e.id = t.id
$$`,
    `create function entity_touch_properties() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform entity_touch((select array_agg(distinct entity_id) from old_rows), true);
  else
    perform entity_touch((select array_agg(distinct entity_id) from new_rows), true);
  end if;
  return null;
end $$`,
    // A relation is part of the entity at which it begins: a user's roles, a role's grants. The other end would be changed by everybody.
    `create function entity_touch_relations() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform entity_touch((select array_agg(distinct source_id) from old_rows), false);
  else
    perform entity_touch((select array_agg(distinct source_id) from new_rows), false);
  end if;
  return null;
end $$`,
    `create function entity_touch_relation_properties() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform entity_touch((select array_agg(distinct r.source_id) from relations r join old_rows o on o.relation_id = r.id), false);
  else
    perform entity_touch((select array_agg(distinct r.source_id) from relations r join new_rows n on n.relation_id = r.id), false);
  end if;
  return null;
end $$`,
    `create trigger entity_version before update on entities for each row execute function entity_count_version()`,
    ...(['entity_properties', 'relations', 'relation_properties'] as const).flatMap((table) => [
      `create trigger entity_touch_insert after insert on ${table} referencing new table as new_rows
  for each statement execute function ${touching[table]}()`,
      `create trigger entity_touch_update after update on ${table} referencing new table as new_rows
  for each statement execute function ${touching[table]}()`,
      `create trigger entity_touch_delete after delete on ${table} referencing old table as old_rows
  for each statement execute function ${touching[table]}()`,
    ]),
    // The graph doesn't know versions: a new number alone is no news. A new moment is noted by what changed beside it.
    `create or replace function graph_note_entities() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', o.id, 'delete' from old_rows o where graph_projects(o.entity_type) order by o.id;
  elsif tg_op = 'INSERT' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, 'upsert' from new_rows n where graph_projects(n.entity_type) order by n.id;
  elsif pg_trigger_depth() = 1 then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, case when graph_projects(n.entity_type) then 'upsert' else 'delete' end
    from new_rows n join old_rows o using (id)
    where graph_projects(n.entity_type) or graph_projects(o.entity_type)
    order by n.id;
  end if;
  return null;
end $$`,

    `create table audit_log (
  seq            bigint primary key,
  at             timestamptz not null,
  environment    text not null check (char_length(environment) <= 63),
  action         text not null check (char_length(action) between 1 and 128),
  outcome        text not null check (outcome in ('success', 'refused', 'denied', 'failure')),
  actor_id       bigint,
  actor_name     text not null check (char_length(actor_name) <= 255),
  address        text check (char_length(address) <= 64),
  user_agent     text check (char_length(user_agent) <= 512),
  session_hash   text check (char_length(session_hash) <= 64),
  request_id     text check (char_length(request_id) <= 64),
  target_type    text check (char_length(target_type) <= 63),
  target_id      bigint,
  target_label   text check (char_length(target_label) <= 255),
  target_version bigint,
  before         jsonb,
  after          jsonb,
  details        jsonb,
  previous_hash  bytea not null check (octet_length(previous_hash) = 32),
  hash           bytea not null check (octet_length(hash) = 32)
)`,
    // No foreign keys: the log outlives what it tells of.
    `comment on table audit_log is 'append-only; each row holds the digest of the row before it'`,
    'create index audit_log_time on audit_log (at desc, seq desc)',
    'create index audit_log_action on audit_log (action, seq desc)',
    "create index audit_log_family on audit_log (split_part(action, '.', 1), seq desc)",
    'create index audit_log_actor on audit_log (actor_id, seq desc)',
    'create index audit_log_target on audit_log (target_type, target_id, seq desc)',
    "create index audit_log_setbacks on audit_log (outcome, seq desc) where outcome <> 'success'",

    // The end of the chain, and where what is kept begins. One row: whoever adds to the log holds it until the commit.
    `create table audit_head (
  sole        boolean primary key default true check (sole),
  seq         bigint not null,
  hash        bytea not null,
  at          timestamptz not null,
  pruned_seq  bigint not null,
  pruned_hash bytea not null
)`,
    `insert into audit_head (seq, hash, at, pruned_seq, pruned_hash)
values (0, ${noDigest}, '-infinity', 0, ${noDigest})`,
    // What the digest covers: every column but the digest itself. Named one by one, so that a later column leaves old digests as they are.
    `create function audit_digest(e audit_log) returns bytea language sql stable set timezone = 'UTC' as $$
  select sha256(e.previous_hash || convert_to(jsonb_build_array(
    e.seq, e.at, e.environment, e.action, e.outcome, e.actor_id, e.actor_name, e.address, e.user_agent, e.session_hash, e.request_id,
    e.target_type, e.target_id, e.target_label, e.target_version, e.before, e.after, e.details)::text, 'UTF8'))
$$`,
    // The only way in. It runs with its owner's rights, so the app itself needs none on the end of the chain.
    `create function audit_append() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare head audit_head;
begin
  select * into strict head from audit_head for update;
  new.seq := head.seq + 1;
  new.at := greatest(clock_timestamp(), head.at);
  new.previous_hash := head.hash;
  new.hash := audit_digest(new);
  update audit_head set seq = new.seq, hash = new.hash, at = new.at;
  return new;
end $$`,
    `create trigger audit_append before insert on audit_log for each row execute function audit_append()`,
    `create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('ahlt.audit_prune', true) = pg_current_xact_id()::text then return null; end if;
  raise exception 'the audit log only grows' using errcode = 'insufficient_privilege';
end $$`,
    // For each statement, so that even one that would find no row is refused.
    `create trigger audit_only_grows before update or delete or truncate on audit_log
  for each statement execute function audit_refuse_change()`,
    // Retention. The setting decides, not the caller. The digest of the last row that goes is kept and sealed by a row of the chain.
    `create function audit_prune(environment text, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare days integer := 90; head audit_head; last_seq bigint; last_hash bytea; removed bigint;
begin
  select p.value::integer into days
  from entities e join entity_properties p on p.entity_id = e.id and p.key = 'value'
  where e.entity_type = 'setting' and e.name = 'audit.retention_days' and p.value ~ '^[0-9]{1,4}$' and p.value::integer <= 3650;
  days := coalesce(days, 90);
  if days = 0 then return 0; end if;
  select * into strict head from audit_head for update;
  select a.seq, a.hash into last_seq, last_hash from (
    select seq, hash, at from audit_log where seq < head.seq order by seq limit most) a
  where a.at < now() - make_interval(days => days) order by a.seq desc limit 1;
  if not found then return 0; end if;
  perform set_config('ahlt.audit_prune', pg_current_xact_id()::text, true);
  delete from audit_log where seq <= last_seq;
  get diagnostics removed = row_count;
  perform set_config('ahlt.audit_prune', '', true);
  update audit_head set pruned_seq = last_seq, pruned_hash = last_hash;
  insert into audit_log (environment, action, outcome, actor_name, target_type, target_label, details)
  values (environment, 'audit.pruned', 'success', 'system', 'audit', 'Audit log', jsonb_build_object(
    'up_to', last_seq, 'hash', encode(last_hash, 'hex'), 'rows', removed, 'days', days));
  return removed;
end $$`,

    `create table submissions (
  actor_id bigint not null references entities (id) on delete cascade,
  token    text not null check (char_length(token) between 16 and 64),
  action   text not null,
  value    jsonb,
  at       timestamptz not null default now(),
  primary key (actor_id, token, action)
)`,
    'create index submissions_time on submissions (at)',

    'revoke insert, update, delete, truncate on audit_head from "<runtime>"',
    'revoke update, delete, truncate on audit_log from "<runtime>"',
  ],
};
