import type { Migration } from '../migration.ts';

/** The digest before the first row. */
const noDigest = `'\\x${'00'.repeat(32)}'`;

/**
 * An append-only log of changes; each row has the digest of the previous row
 * (docs/decisions/024-audit-log-as-a-hash-chain.md).
 */
export const audit: Migration = {
  id: '0003',
  name: 'audit',
  statements: [
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
    // No foreign keys: the log outlives what it refers to.
    `comment on table audit_log is 'append-only; each row holds the digest of the row before it'`,
    'create index audit_log_time on audit_log (at desc, seq desc)',
    'create index audit_log_action on audit_log (action, seq desc)',
    "create index audit_log_family on audit_log (split_part(action, '.', 1), seq desc)",
    'create index audit_log_actor on audit_log (actor_id, seq desc)',
    'create index audit_log_target on audit_log (target_id, seq desc)',
    'create index audit_log_target_type on audit_log (target_type, seq desc)',
    'create index audit_log_outcome on audit_log (outcome, seq desc)',

    // The end of the chain, and the start of what is retained. One row: a transaction that appends
    // to the log locks it until the commit.
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
    // The digest covers every column but the digest itself. Columns are named one by one, so that a
    // later column does not change old digests.
    `create function audit_digest(e audit_log) returns bytea language sql stable set timezone = 'UTC' as $$
  select sha256(e.previous_hash || convert_to(jsonb_build_array(
    e.seq, e.at, e.environment, e.action, e.outcome, e.actor_id, e.actor_name, e.address, e.user_agent, e.session_hash, e.request_id,
    e.target_type, e.target_id, e.target_label, e.target_version, e.before, e.after, e.details)::text, 'UTF8'))
$$`,
    // The only way to append. Runs with its owner's rights, so the app needs no rights on the end
    // of the chain.
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
    // For each statement, so that even one that matches no row is refused.
    `create trigger audit_only_grows before update or delete or truncate on audit_log
  for each statement execute function audit_refuse_change()`,
    // Retention. The setting decides, not the caller. The digest of the last deleted row is kept
    // and sealed by a row of the chain.
    `create function audit_prune(environment text, most integer) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare days integer := 90; head audit_head; last_seq bigint; last_hash bytea; removed bigint;
begin
  select case when value ~ '^[0-9]{1,4}$' and value::integer <= 3650 then value::integer end into days
  from (select properties ->> 'value' as value from entities where entity_type = 'setting' and name = 'audit.retention_days') setting;
  days := coalesce(days, 90);
  if days = 0 then return 0; end if;
  days := greatest(days, 90);
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
    // Texts are searched in blocks of 2,048 entries.
    'create extension if not exists pg_trgm',
    'create extension if not exists btree_gin',
    `create index audit_log_text on audit_log
  using gin ((seq >> 11), lower(actor_name || ' ' || coalesce(target_label, '')) gin_trgm_ops)`,

    'revoke insert, update, delete, truncate on audit_head from "<runtime>"',
    'revoke update, delete, truncate on audit_log from "<runtime>"',
  ],
};
