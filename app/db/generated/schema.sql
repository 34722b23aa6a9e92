-- Written by app/db/generate.ts from the migrated database, for reading.

create table access_tokens (
  id bigint not null generated as identity,
  user_id bigint not null,
  name text not null,
  hash bytea not null,
  ending text not null,
  may_write boolean not null,
  codes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  last_used_address text,
  refused_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_because text
);

create table api_limits (
  caller bytea not null,
  begun_at timestamp with time zone not null,
  requests integer not null
);

create table approved_minutes (
  minutes_id bigint not null,
  content text not null,
  sha256 bytea not null,
  recorded_at timestamp with time zone not null default now()
);

create table attachment_pieces (
  attachment_id bigint not null,
  number integer not null,
  content bytea not null
);

create table attachments (
  id bigint not null generated as identity,
  entity_id bigint not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 bytea,
  uploaded_at timestamp with time zone not null,
  uploaded_by_id bigint,
  uploaded_by text not null,
  is_complete boolean not null default false
);

create table audit_head (
  sole boolean not null default true,
  seq bigint not null,
  hash bytea not null,
  at timestamp with time zone not null,
  pruned_seq bigint not null,
  pruned_hash bytea not null
);

create table audit_log (
  seq bigint not null,
  at timestamp with time zone not null,
  environment text not null,
  action text not null,
  outcome text not null,
  actor_id bigint,
  actor_name text not null,
  address text,
  user_agent text,
  session_hash text,
  request_id text,
  target_type text,
  target_id bigint,
  target_label text,
  target_version bigint,
  before jsonb,
  after jsonb,
  details jsonb,
  previous_hash bytea not null,
  hash bytea not null
);

create table avatars (
  user_id bigint not null,
  media_type text not null,
  digest text not null,
  content bytea not null,
  updated_at timestamp with time zone not null default now()
);

create table ballot_boxes (
  ballot_id bigint not null,
  choices jsonb not null default '[]'::jsonb
);

create table ballot_proxies (
  ballot_id bigint not null,
  seat text not null,
  proxy_id bigint not null,
  proxy text not null
);

create table ballot_voters (
  ballot_id bigint not null,
  seat text not null,
  voter_id bigint not null,
  voter text not null,
  way text not null
);

create table ballot_votes (
  ballot_id bigint not null,
  seat text not null,
  choice jsonb not null
);

create table ballots (
  id bigint not null generated as identity,
  agenda_point_id bigint not null,
  method text not null,
  majority text not null,
  is_secret boolean not null,
  is_weighted boolean not null,
  has_casting_vote boolean not null,
  options jsonb not null,
  electorate jsonb not null,
  opened_at timestamp with time zone not null,
  opened_by_id bigint,
  opened_by text not null,
  closed_at timestamp with time zone,
  closed_by_id bigint,
  closed_by text,
  result jsonb
);

create table calendar_feeds (
  id bigint not null generated as identity,
  user_id bigint not null,
  tor_id bigint,
  hash bytea not null,
  ending text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  content bytea,
  changed_at timestamp with time zone
);

create table committee_positions (
  position_id bigint not null,
  tor_id bigint not null,
  is_mandatory boolean not null,
  vacant day_multirange not null
);

create table credentials (
  user_id bigint not null,
  password_hash text not null,
  must_change boolean not null default false,
  changed_at timestamp with time zone not null default now(),
  last_sign_in_at timestamp with time zone,
  last_sign_in_address text,
  last_failure_at timestamp with time zone,
  failures integer not null default 0
);

create table decision_numbers (
  tor_id bigint not null,
  year integer not null,
  last integer not null
);

create table document_versions (
  document_id bigint not null,
  number integer not null,
  title text not null,
  doc_type text not null,
  body text not null,
  saved_at timestamp with time zone not null default now(),
  saved_by_id bigint,
  saved_by text,
  restored_from integer,
  approved_at timestamp with time zone,
  approved_by_id bigint,
  approved_by text
);

create table domain_events (
  id bigint not null generated as identity,
  at timestamp with time zone not null default clock_timestamp(),
  action text not null,
  actor_id bigint,
  actor_name text not null,
  target_type text,
  target_id bigint,
  target_label text,
  audience text not null,
  audience_ids bigint[] not null default '{}'::bigint[],
  before jsonb,
  after jsonb,
  details jsonb
);

create table entities (
  id bigint not null generated as identity,
  entity_type text not null,
  name text not null,
  label text not null,
  sort_order integer not null default 0,
  is_active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version bigint not null default 1,
  properties jsonb not null default '{}'::jsonb
);

create table entity_tallies (
  entity_type text not null,
  is_active boolean not null,
  amount bigint not null
);

create table event_consumers (
  name text not null,
  read_to bigint not null
);

create table former_holders (
  position_id bigint not null,
  user_id bigint,
  holder text not null,
  properties jsonb not null,
  last_day text not null,
  deleted_at timestamp with time zone not null,
  deleted_by text not null
);

create table graph_checks (
  id bigint not null generated as identity,
  graph_env text not null,
  checked_at timestamp with time zone not null,
  nodes bigint not null,
  relationships bigint not null,
  healed integer not null,
  kinds text[] not null
);

create table graph_outbox (
  seq bigint not null generated as identity,
  kind text not null,
  entity_id bigint,
  relation_id bigint,
  op text not null,
  created_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  last_error text,
  last_id bigint,
  source_id bigint,
  target_id bigint
);

create table graph_outbox_dead (
  seq bigint not null,
  kind text not null,
  entity_id bigint,
  relation_id bigint,
  op text not null,
  created_at timestamp with time zone not null,
  attempts integer not null,
  last_error text,
  died_at timestamp with time zone not null default now()
);

create table graph_relay (
  graph_env text not null,
  seq bigint not null,
  applied_at timestamp with time zone not null
);

create table import_changes (
  entity_id bigint not null,
  last_id bigint,
  import uuid not null,
  change text not null
);

create table import_relations (
  import uuid not null,
  place integer not null,
  type text not null,
  source_type text not null,
  source_name text not null,
  target_type text not null,
  target_name text not null,
  properties jsonb,
  describes boolean not null default false
);

create table job_schedules (
  kind text not null,
  cron text not null,
  time_zone text not null,
  next_at timestamp with time zone not null,
  last_at timestamp with time zone
);

create table jobs (
  id bigint not null generated as identity,
  kind text not null,
  unique_key text,
  payload jsonb not null default '{}'::jsonb,
  state text not null default 'waiting'::text,
  due_at timestamp with time zone not null,
  attempts integer not null default 0,
  max_attempts integer not null,
  again boolean not null default false,
  runner text,
  last_error text,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone
);

create table ledger.migrations (
  id text not null,
  name text not null,
  checksum text not null,
  grade text not null,
  duration_ms integer not null,
  app_version text not null,
  applied_at timestamp with time zone not null default now()
);

create table ledger.resyncs (
  id bigint not null generated as identity,
  graph_env text not null,
  generation text not null,
  nodes bigint not null,
  relationships bigint not null,
  digest text not null,
  verified boolean not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  watermark bigint not null,
  deleted bigint not null default 0
);

create table ledger.seed_items (
  kind text not null,
  item text not null,
  subject_id bigint not null,
  offered text not null,
  written text
);

create table ledger.seeds (
  id bigint not null generated as identity,
  profile text not null,
  digest text not null,
  app_version text not null,
  counts jsonb not null,
  applied_at timestamp with time zone not null default now()
);

create table live_changes (
  id bigint not null generated as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamp with time zone not null default now(),
  subject bigint not null,
  kind text not null,
  item bigint,
  is_new boolean not null default false
);

create table meeting_days (
  tor_id bigint not null,
  meeting_date text not null,
  meeting_id bigint not null,
  takes_place boolean not null,
  moved_from text
);

create table meeting_motions (
  id bigint not null generated as identity,
  meeting_id bigint not null,
  agenda_point_id bigint not null,
  kind text not null,
  wording text not null,
  moved_at timestamp with time zone not null,
  moved_by_id bigint not null,
  moved_by text not null,
  seconded_at timestamp with time zone,
  seconded_by_id bigint,
  seconded_by text,
  opened_at timestamp with time zone,
  opened_by_id bigint,
  opened_by text,
  closed_at timestamp with time zone,
  closed_by_id bigint,
  closed_by text,
  result text,
  votes_for integer,
  votes_against integer,
  votes_abstained integer
);

create table meeting_pack_readers (
  pack_id bigint not null,
  user_id bigint not null,
  reader text not null,
  opened_at timestamp with time zone not null,
  read_at timestamp with time zone
);

create table meeting_packs (
  id bigint not null generated as identity,
  meeting_id bigint not null,
  number integer not null,
  content text not null,
  sha256 bytea not null,
  issued_at timestamp with time zone not null,
  issued_by_id bigint not null,
  issued_by text not null
);

create table meeting_speakers (
  id bigint not null generated as identity,
  meeting_id bigint not null,
  user_id bigint not null,
  asked_at timestamp with time zone not null,
  began_at timestamp with time zone,
  ended_at timestamp with time zone
);

create table minutes_signatures (
  minutes_id bigint not null,
  capacity text not null,
  sha256 bytea not null,
  signed_at timestamp with time zone not null,
  signed_by_id bigint not null,
  signed_by text not null
);

create table notification_choices (
  user_id bigint not null,
  kind text not null,
  way text not null
);

create table notifications (
  id bigint not null generated as identity,
  user_id bigint not null,
  kind text not null,
  key text not null,
  target_id bigint,
  path text not null,
  details jsonb not null default '{}'::jsonb,
  at timestamp with time zone not null,
  read_at timestamp with time zone,
  mail text,
  mailed_at timestamp with time zone
);

create table password_history (
  user_id bigint not null,
  replaced_at timestamp with time zone not null,
  password_hash text not null
);

create table relations (
  id bigint not null generated as identity,
  relation_type_id bigint not null,
  source_id bigint not null,
  target_id bigint not null,
  created_at timestamp with time zone not null default now(),
  properties jsonb not null default '{}'::jsonb
);

create table role_grants (
  role_id bigint not null,
  codes text[] not null default '{}'::text[]
);

create table role_tallies (
  role_id bigint not null,
  amount bigint not null
);

create table running_imports (
  id bigint not null generated as identity,
  user_id bigint,
  file text,
  progress jsonb not null,
  updated_at timestamp with time zone not null default now()
);

create table search_documents (
  entity_id bigint not null,
  words tsvector not null,
  marks text[] not null
);

create table security_notices (
  id bigint not null generated as identity,
  user_id bigint not null,
  kind text not null,
  at timestamp with time zone not null default now(),
  session_id bigint,
  details jsonb not null,
  seen_at timestamp with time zone
);

create table sessions (
  id bigint not null generated as identity,
  hash bytea not null,
  previous_hash bytea,
  user_id bigint not null,
  csrf text not null,
  privileges text not null,
  address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  rotated_at timestamp with time zone not null default now(),
  proved_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now()
);

create table setting_changes (
  id bigint not null generated as identity,
  setting_id bigint not null,
  before text not null,
  value text not null,
  requested_by bigint not null,
  requested_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table shell_documents (
  name text not null,
  content json not null
);

create table sign_in_failures (
  kind text not null,
  key bytea not null,
  failures integer not null,
  first_at timestamp with time zone not null,
  blocked_until timestamp with time zone
);

create table sign_in_places (
  user_id bigint not null,
  network text not null,
  browser text not null,
  last_at timestamp with time zone not null
);

create table sign_in_refusals (
  account text not null,
  address text not null,
  user_id bigint,
  attempts integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null
);

create table submissions (
  actor_id bigint not null,
  token text not null,
  action text not null,
  content text not null,
  value jsonb,
  answer json,
  at timestamp with time zone not null default now()
);

create table tor_versions (
  tor_id bigint not null,
  number integer not null,
  label text not null,
  properties jsonb not null,
  adopted_on date not null,
  decision text not null,
  adopted_at timestamp with time zone not null,
  adopted_by_id bigint,
  adopted_by text not null
);

create table user_roles (
  user_id bigint not null,
  first_role text
);

create table webhook_attempts (
  id bigint not null generated as identity,
  delivery_id bigint not null,
  at timestamp with time zone not null,
  outcome text not null,
  status integer,
  detail text,
  response text,
  duration_ms integer not null
);

create table webhook_deliveries (
  id bigint not null generated as identity,
  endpoint_id bigint not null,
  event_id bigint,
  message_id text not null,
  type text not null,
  label text not null,
  body text not null,
  state text not null default 'waiting'::text,
  due_at timestamp with time zone not null,
  attempts integer not null default 0,
  claim uuid,
  created_at timestamp with time zone not null
);

create table webhook_endpoints (
  id bigint not null generated as identity,
  name text not null,
  url text not null,
  events text[] not null,
  tor_id bigint,
  disabled_because text,
  disabled_at timestamp with time zone,
  failing_since timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null
);

create table webhook_secrets (
  id bigint not null generated as identity,
  endpoint_id bigint not null,
  secret text not null,
  created_at timestamp with time zone not null,
  valid_until timestamp with time zone
);

create table workflow_moves (
  id bigint not null generated as identity,
  item_id bigint not null,
  scope text not null,
  version integer not null,
  from_status text not null,
  to_status text not null,
  moved_at timestamp with time zone not null,
  moved_by_id bigint,
  moved_by text not null,
  ground text,
  outcome text
);

create table workflow_versions (
  scope text not null,
  number integer not null,
  definition jsonb not null,
  since timestamp with time zone not null
);

create view entity_properties as
 SELECT t.id AS entity_id,
    p.key,
    p.value
   FROM entities t,
    LATERAL jsonb_each_text(t.properties) p(key, value);

create view relation_properties as
 SELECT t.id AS relation_id,
    p.key,
    p.value
   FROM relations t,
    LATERAL jsonb_each_text(t.properties) p(key, value);

CREATE OR REPLACE FUNCTION public.access_tokens_revoke()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update access_tokens set revoked_at = now(), revoked_because = 'deactivated' where user_id = new.id and revoked_at is null;
  return null;
end $function$
;

CREATE TRIGGER access_tokens_revoke AFTER UPDATE OF is_active ON entities FOR EACH ROW WHEN (old.is_active AND NOT new.is_active AND new.entity_type = 'user'::text) EXECUTE FUNCTION access_tokens_revoke();

CREATE OR REPLACE FUNCTION public.approved_minutes_fill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from entities where id = new.minutes_id and entity_type = 'minutes' and properties ->> 'status' = 'approved') then
    raise exception 'only approved minutes are recorded' using errcode = 'integrity_constraint_violation';
  end if;
  if new.content = '' then
    new.content := minutes_record(new.minutes_id);
    new.recorded_at := now();
  elsif new.content <> new.content::jsonb::text
    or minutes_words(new.content::jsonb -> 'content') is distinct from minutes_words(minutes_content(new.minutes_id)) then
    raise exception 'the record says something else than the minutes'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_fit';
  end if;
  new.recorded_at := least(new.recorded_at, now());
  new.sha256 := sha256(convert_to(new.content, 'UTF8'));
  return new;
end $function$
;

CREATE TRIGGER approved_minutes_fill BEFORE INSERT ON approved_minutes FOR EACH ROW EXECUTE FUNCTION approved_minutes_fill();

CREATE OR REPLACE FUNCTION public.approved_minutes_keep_relations()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from approved_minutes) then return null; end if;
  if tg_op = 'TRUNCATE' then
    raise exception 'approved minutes stay as they are'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay';
  elsif tg_op = 'DELETE' then
    if exists (
    select from old_rows c where exists (select from approved_minutes a where a.minutes_id in (c.source_id, c.target_id))
      or exists (select from relations s join approved_minutes a on a.minutes_id = s.target_id
        where s.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'section_of') and s.source_id in (c.source_id, c.target_id))) then raise exception 'approved minutes stay as they are'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay'; end if;
  elsif tg_op = 'INSERT' then
    if exists (
    select from new_rows c where exists (select from approved_minutes a where a.minutes_id in (c.source_id, c.target_id))
      or exists (select from relations s join approved_minutes a on a.minutes_id = s.target_id
        where s.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'section_of') and s.source_id in (c.source_id, c.target_id))) then raise exception 'approved minutes stay as they are'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay'; end if;
  elsif exists (
    select from (select n.* from new_rows n join old_rows o on o.id = n.id where n is distinct from o) c where exists (select from approved_minutes a where a.minutes_id in (c.source_id, c.target_id))
      or exists (select from relations s join approved_minutes a on a.minutes_id = s.target_id
        where s.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'section_of') and s.source_id in (c.source_id, c.target_id))) then
    raise exception 'approved minutes stay as they are'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay';
  end if;
  return null;
end $function$
;

CREATE TRIGGER approved_minutes_keep_added AFTER INSERT ON relations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION approved_minutes_keep_relations();

CREATE TRIGGER approved_minutes_keep_all BEFORE TRUNCATE ON relations FOR EACH STATEMENT EXECUTE FUNCTION approved_minutes_keep_relations();

CREATE TRIGGER approved_minutes_keep_changed AFTER UPDATE ON relations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION approved_minutes_keep_relations();

CREATE TRIGGER approved_minutes_keep_removed AFTER DELETE ON relations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION approved_minutes_keep_relations();

CREATE OR REPLACE FUNCTION public.approved_minutes_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' and not exists (select from approved_minutes) then return null; end if;
  raise exception 'approved minutes stay as they are'
    using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay';
end $function$
;

CREATE TRIGGER approved_minutes_stay BEFORE DELETE OR UPDATE ON approved_minutes FOR EACH ROW EXECUTE FUNCTION approved_minutes_stay();

CREATE TRIGGER approved_minutes_stay_all BEFORE TRUNCATE ON approved_minutes FOR EACH STATEMENT EXECUTE FUNCTION approved_minutes_stay();

CREATE OR REPLACE FUNCTION public.are_properties(p jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((jsonb_typeof(p) = 'object'::text) AND (NOT jsonb_path_exists(p, 'strict $.keyvalue()?((@."value".type() != "string" || @."key" == "") || @."key" like_regex "^.{129}" flag "s")'::jsonpath)))
;

CREATE OR REPLACE FUNCTION public.attachment_pieces_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from attachments a
      left join relations c on c.target_id = a.entity_id and c.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'considers_coa')
      join relations d on d.target_id in (a.entity_id, c.source_id) and d.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'decision_on')
      where a.id = old.attachment_id and a.is_complete) then
    raise exception 'files of what was decided on stay'
      using errcode = 'integrity_constraint_violation', constraint = 'decided_files_stay';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $function$
;

CREATE TRIGGER attachment_pieces_stay BEFORE DELETE OR UPDATE ON attachment_pieces FOR EACH ROW EXECUTE FUNCTION attachment_pieces_stay();

CREATE OR REPLACE FUNCTION public.attachments_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from attachments a
      left join relations c on c.target_id = a.entity_id and c.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'considers_coa')
      join relations d on d.target_id in (a.entity_id, c.source_id) and d.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'decision_on')
      where a.id = old.id and a.is_complete) then
    raise exception 'files of what was decided on stay'
      using errcode = 'integrity_constraint_violation', constraint = 'decided_files_stay';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $function$
;

CREATE TRIGGER attachments_stay BEFORE DELETE OR UPDATE ON attachments FOR EACH ROW EXECUTE FUNCTION attachments_stay();

CREATE OR REPLACE FUNCTION public.audit_append()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare head audit_head;
begin
  select * into strict head from audit_head for update;
  new.seq := head.seq + 1;
  new.at := greatest(clock_timestamp(), head.at);
  new.previous_hash := head.hash;
  new.hash := audit_digest(new);
  update audit_head set seq = new.seq, hash = new.hash, at = new.at;
  return new;
end $function$
;

CREATE TRIGGER audit_append BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_append();

CREATE OR REPLACE FUNCTION public.audit_digest(e audit_log)
 RETURNS bytea
 LANGUAGE sql
 STABLE
 SET "TimeZone" TO 'UTC'
AS $function$
  select sha256(e.previous_hash || convert_to(jsonb_build_array(
    e.seq, e.at, e.environment, e.action, e.outcome, e.actor_id, e.actor_name, e.address, e.user_agent, e.session_hash, e.request_id,
    e.target_type, e.target_id, e.target_label, e.target_version, e.before, e.after, e.details)::text, 'UTF8'))
$function$
;

CREATE OR REPLACE FUNCTION public.audit_prune(environment text, most integer)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.audit_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' and current_setting('ahlt.audit_prune', true) = pg_current_xact_id()::text then return null; end if;
  raise exception 'the audit log only grows' using errcode = 'insufficient_privilege';
end $function$
;

CREATE TRIGGER audit_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

CREATE OR REPLACE FUNCTION public.ballots_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare owner bigint;
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from ballots where closed_at is not null) then
      raise exception 'a closed ballot stays as it was counted'
      using errcode = 'integrity_constraint_violation', constraint = 'ballots_stay';
    end if;
    return null;
  end if;
  if tg_table_name = 'ballots' then
    if old.closed_at is not null then
      raise exception 'a closed ballot stays as it was counted'
      using errcode = 'integrity_constraint_violation', constraint = 'ballots_stay';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    if to_jsonb(new) - '{closed_at,closed_by_id,closed_by,result}'::text[] <> to_jsonb(old) - '{closed_at,closed_by_id,closed_by,result}'::text[] then
      raise exception 'an open ballot keeps its question'
      using errcode = 'integrity_constraint_violation', constraint = 'ballots_stay';
    end if;
    return new;
  end if;
  owner := case when tg_op = 'INSERT' then new.ballot_id else old.ballot_id end;
  if exists (select from ballots where id = owner and closed_at is not null) then
    raise exception 'a closed ballot stays as it was counted'
      using errcode = 'integrity_constraint_violation', constraint = 'ballots_stay';
  end if;
  if tg_op = 'INSERT' then return new; end if;
  -- A ballot that is deleted takes its votes along.
  if tg_op = 'DELETE' and not exists (select from ballots where id = owner) then return old; end if;
  if tg_op = 'UPDATE' and tg_table_name = 'ballot_boxes' and new.ballot_id = old.ballot_id
    and jsonb_array_length(new.choices) = jsonb_array_length(old.choices) + 1 and new.choices @> old.choices then return new; end if;
  if tg_table_name = 'ballot_proxies' and tg_op = 'DELETE' then return old; end if;
  raise exception 'a vote stays as it was cast'
      using errcode = 'integrity_constraint_violation', constraint = 'ballots_stay';
end $function$
;

CREATE TRIGGER ballots_stay BEFORE INSERT OR DELETE OR UPDATE ON ballot_boxes FOR EACH ROW EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_truncate BEFORE TRUNCATE ON ballot_boxes FOR EACH STATEMENT EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_stay BEFORE INSERT OR DELETE OR UPDATE ON ballot_proxies FOR EACH ROW EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_truncate BEFORE TRUNCATE ON ballot_proxies FOR EACH STATEMENT EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_stay BEFORE INSERT OR DELETE OR UPDATE ON ballot_voters FOR EACH ROW EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_truncate BEFORE TRUNCATE ON ballot_voters FOR EACH STATEMENT EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_stay BEFORE INSERT OR DELETE OR UPDATE ON ballot_votes FOR EACH ROW EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_truncate BEFORE TRUNCATE ON ballot_votes FOR EACH STATEMENT EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_stay BEFORE DELETE OR UPDATE ON ballots FOR EACH ROW EXECUTE FUNCTION ballots_stay();

CREATE TRIGGER ballots_truncate BEFORE TRUNCATE ON ballots FOR EACH STATEMENT EXECUTE FUNCTION ballots_stay();

CREATE OR REPLACE FUNCTION public.committee_positions_refresh(ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if ids is null then return; end if;
  perform from committee_positions where position_id = any(ids) order by position_id, tor_id for update;
  update committee_positions p set vacant = n.vacant
  from (select id, position_vacancy(id) as vacant from unnest(ids) given(id)) n
  where p.position_id = n.id and p.vacant <> n.vacant;
end $function$
;

CREATE OR REPLACE FUNCTION public.day_multirange()
 RETURNS day_multirange
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$multirange_constructor0$function$
;

CREATE OR REPLACE FUNCTION public.day_multirange(VARIADIC day_range[])
 RETURNS day_multirange
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$multirange_constructor2$function$
;

CREATE OR REPLACE FUNCTION public.day_multirange(day_range)
 RETURNS day_multirange
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$multirange_constructor1$function$
;

CREATE OR REPLACE FUNCTION public.day_range(text, text)
 RETURNS day_range
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE
AS $function$range_constructor2$function$
;

CREATE OR REPLACE FUNCTION public.day_range(text, text, text)
 RETURNS day_range
 LANGUAGE internal
 IMMUTABLE PARALLEL SAFE
AS $function$range_constructor3$function$
;

CREATE OR REPLACE FUNCTION public.decision_relations_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from changed_rows c, lateral (select e.entity_type, e.xmin, e.updated_at from entities e where e.id = c.source_id offset 0) d
      where d.entity_type = 'decision' and not written_now(d.xmin, d.updated_at)) then
    raise exception 'a decision stays as it was recorded'
      using errcode = 'integrity_constraint_violation', constraint = 'decisions_stay';
  end if;
  return null;
end $function$
;

CREATE TRIGGER decision_relations_delete AFTER DELETE ON relations REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION decision_relations_stay();

CREATE TRIGGER decision_relations_insert AFTER INSERT ON relations REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION decision_relations_stay();

CREATE TRIGGER decision_relations_update AFTER UPDATE ON relations REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION decision_relations_stay();

CREATE OR REPLACE FUNCTION public.decision_take_number()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  given integer := case when new.properties ->> 'decision_number' ~ '^[1-9][0-9]{0,8}$' then (new.properties ->> 'decision_number')::integer end;
  number integer;
begin
  insert into decision_numbers as n (tor_id, year, last)
  values ((new.properties ->> 'tor_id')::bigint, (new.properties ->> 'decision_year')::integer, coalesce(given, 1))
  on conflict (tor_id, year) do update
    set last = case when given is null then n.last + 1 else greatest(n.last, given) end
  returning last into number;
  if given is null then
    update entities set properties = properties || jsonb_build_object('decision_number', number::text) where id = new.id;
  end if;
  return null;
end $function$
;

CREATE TRIGGER decision_keep_number AFTER UPDATE ON entities FOR EACH ROW WHEN (new.entity_type = 'decision'::text AND (new.properties ->> 'tor_id'::text) IS DISTINCT FROM (old.properties ->> 'tor_id'::text) AND (new.properties ->> 'tor_id'::text) ~ '^[1-9][0-9]{0,17}$'::text AND (new.properties ->> 'decision_year'::text) ~ '^[0-9]{4}$'::text) EXECUTE FUNCTION decision_take_number();

CREATE TRIGGER decision_take_number AFTER INSERT ON entities FOR EACH ROW WHEN (new.entity_type = 'decision'::text AND (new.properties ->> 'tor_id'::text) ~ '^[1-9][0-9]{0,17}$'::text AND (new.properties ->> 'decision_year'::text) ~ '^[0-9]{4}$'::text) EXECUTE FUNCTION decision_take_number();

CREATE OR REPLACE FUNCTION public.decisions_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from entities where entity_type = 'decision') then
      raise exception 'a decision stays as it was recorded'
      using errcode = 'integrity_constraint_violation', constraint = 'decisions_stay';
    end if;
    return null;
  end if;
  if old.entity_type = 'decision' and written_now(old.xmin, old.updated_at) then
    if tg_op = 'DELETE' then return old; end if;
    if new.entity_type = 'decision' then return new; end if;
  end if;
  raise exception 'a decision stays as it was recorded'
      using errcode = 'integrity_constraint_violation', constraint = 'decisions_stay';
end $function$
;

CREATE TRIGGER decisions_change BEFORE UPDATE ON entities FOR EACH ROW WHEN (old.entity_type = 'decision'::text OR new.entity_type = 'decision'::text) EXECUTE FUNCTION decisions_stay();

CREATE TRIGGER decisions_delete BEFORE DELETE ON entities FOR EACH ROW WHEN (old.entity_type = 'decision'::text) EXECUTE FUNCTION decisions_stay();

CREATE TRIGGER decisions_truncate BEFORE TRUNCATE ON entities FOR EACH STATEMENT EXECUTE FUNCTION decisions_stay();

CREATE TRIGGER decisions_truncate BEFORE TRUNCATE ON relations FOR EACH STATEMENT EXECUTE FUNCTION decisions_stay();

CREATE OR REPLACE FUNCTION public.document_keep_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  author bigint := nullif(current_setting('ahlt.document_author', true), '')::bigint;
  source integer := nullif(current_setting('ahlt.document_restores', true), '')::integer;
  latest document_versions;
begin
  select * into latest from document_versions where document_id = new.id order by number desc limit 1;
  if latest.saved_at = now() and latest.approved_at is null then
    update document_versions set (title, doc_type, body) = (new.label, coalesce(new.properties ->> 'doc_type', 'ad_hoc'), coalesce(new.properties ->> 'body', ''))
    where document_id = new.id and number = latest.number;
  else
    insert into document_versions (document_id, number, title, doc_type, body, saved_by_id, saved_by, restored_from)
    values (new.id, coalesce(latest.number, 0) + 1, new.label, coalesce(new.properties ->> 'doc_type', 'ad_hoc'), coalesce(new.properties ->> 'body', ''), author,
      (select label from entities where id = author), source);
  end if;
  return null;
end $function$
;

CREATE TRIGGER document_first_version AFTER INSERT ON entities FOR EACH ROW WHEN (new.entity_type = 'document'::text) EXECUTE FUNCTION document_keep_version();

CREATE TRIGGER document_next_version AFTER UPDATE ON entities FOR EACH ROW WHEN (new.entity_type = 'document'::text AND (new.label IS DISTINCT FROM old.label OR COALESCE(new.properties ->> 'doc_type'::text, 'ad_hoc'::text) IS DISTINCT FROM COALESCE(old.properties ->> 'doc_type'::text, 'ad_hoc'::text) OR COALESCE(new.properties ->> 'body'::text, ''::text) IS DISTINCT FROM COALESCE(old.properties ->> 'body'::text, ''::text))) EXECUTE FUNCTION document_keep_version();

CREATE OR REPLACE FUNCTION public.document_language()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((
    select c.cfgname::text from entities s join pg_ts_config c on c.cfgname = s.properties ->> 'value'
    where s.entity_type = 'setting' and s.name = 'documents.search_language' limit 1), 'simple')
$function$
;

CREATE OR REPLACE FUNCTION public.document_versions_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from document_versions where approved_at is not null) then
      raise exception 'an approved version stays as it is'
        using errcode = 'integrity_constraint_violation', constraint = 'document_versions_stay';
    end if;
    return null;
  end if;
  if old.approved_at is not null then
    raise exception 'an approved version stays as it is'
      using errcode = 'integrity_constraint_violation', constraint = 'document_versions_stay';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if old.saved_at <> now() and (new.document_id, new.number, new.title, new.doc_type, new.body, new.saved_at, new.saved_by_id, new.saved_by, new.restored_from)
    is distinct from (old.document_id, old.number, old.title, old.doc_type, old.body, old.saved_at, old.saved_by_id, old.saved_by, old.restored_from) then
    raise exception 'a version stays as it was saved'
      using errcode = 'integrity_constraint_violation', constraint = 'document_versions_stay';
  end if;
  return new;
end $function$
;

CREATE TRIGGER document_versions_stay BEFORE DELETE OR UPDATE ON document_versions FOR EACH ROW EXECUTE FUNCTION document_versions_stay();

CREATE TRIGGER document_versions_stay_all BEFORE TRUNCATE ON document_versions FOR EACH STATEMENT EXECUTE FUNCTION document_versions_stay();

CREATE OR REPLACE FUNCTION public.domain_events_in_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('ahlt domain events', 0));
  return null;
end $function$
;

CREATE TRIGGER domain_events_in_order BEFORE INSERT ON domain_events FOR EACH STATEMENT EXECUTE FUNCTION domain_events_in_order();

CREATE OR REPLACE FUNCTION public.entity_count_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.version := old.version + case when written_now(old.xmin, old.updated_at) then 0 else 1 end;
  return new;
end $function$
;

CREATE TRIGGER entity_version BEFORE UPDATE ON entities FOR EACH ROW EXECUTE FUNCTION entity_count_version();

CREATE OR REPLACE FUNCTION public.entity_properties_write()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'DELETE' and (new.key is null or new.value is null) then
    raise not_null_violation using message = 'a property has a key and a value';
  end if;
  if tg_op = 'UPDATE' and (old.entity_id, old.key) = (new.entity_id, new.key) then
    update entities set properties = properties || jsonb_build_object(new.key, new.value), updated_at = now()
    where id = new.entity_id and properties ->> new.key <> new.value;
    return new;
  end if;
  if tg_op <> 'INSERT' then
    update entities set properties = properties - old.key, updated_at = now() where id = old.entity_id and properties ? old.key;
    if tg_op = 'DELETE' or not found then return old; end if;
  end if;
  update entities set properties = properties || jsonb_build_object(new.key, new.value), updated_at = now()
  where id = new.entity_id and not properties ? new.key;
  if found then return new; end if;
  if tg_op = 'UPDATE' then
    raise unique_violation using constraint = 'entity_properties_pkey', message = format('there is a property %s already', new.key);
  end if;
  if exists (select from entities where id = new.entity_id) then return null; end if;
  raise foreign_key_violation using constraint = 'entity_properties_entity_id_fkey',
    message = format('entities has no row with the id %s', new.entity_id);
end $function$
;

CREATE TRIGGER entity_properties_write INSTEAD OF INSERT OR DELETE OR UPDATE ON entity_properties FOR EACH ROW EXECUTE FUNCTION entity_properties_write();

CREATE OR REPLACE FUNCTION public.entity_touch(ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  ids := written_before(ids);
  if ids is null then return; end if;
  update entities e set version = e.version
  from (select id from entities where id = any(ids) and not written_now(xmin, updated_at)
    order by id for no key update) t
  where e.id = t.id;
end $function$
;

CREATE OR REPLACE FUNCTION public.entity_touch_relations()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' then
    perform entity_touch((select array_agg(distinct source_id) from old_rows));
  else
    perform entity_touch((select array_agg(distinct source_id) from new_rows));
  end if;
  return null;
end $function$
;

CREATE TRIGGER entity_touch_delete AFTER DELETE ON relations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION entity_touch_relations();

CREATE TRIGGER entity_touch_insert AFTER INSERT ON relations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION entity_touch_relations();

CREATE TRIGGER entity_touch_update AFTER UPDATE ON relations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION entity_touch_relations();

CREATE OR REPLACE FUNCTION public.graph_note_entities()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare lowest bigint; highest bigint; amount bigint;
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', o.id, 'delete' from old_rows o where graph_projects(o.entity_type) order by o.id;
  elsif tg_op = 'INSERT' then
    select min(id), max(id), count(*) into lowest, highest, amount from new_rows where graph_projects(entity_type);
    if amount = highest - lowest + 1 then
      insert into graph_outbox (kind, entity_id, last_id, op) values ('entity', lowest, nullif(highest, lowest), 'upsert');
    elsif amount > 0 then
      insert into graph_outbox (kind, entity_id, last_id, op)
      select 'entity', first, last, 'upsert' from (
    select min(id) as first, nullif(max(id), min(id)) as last
    from (select id, id - row_number() over (order by id) as run from new_rows where graph_projects(entity_type)) ids
    group by run) runs order by first;
    end if;
  else
    insert into graph_outbox (kind, entity_id, op)
    select 'entity', n.id, case when graph_projects(n.entity_type) then 'upsert' else 'delete' end
    from (select id, entity_type, name, label, sort_order, is_active, properties, updated_at from new_rows except select id, entity_type, name, label, sort_order, is_active, properties, updated_at from old_rows) n
    where graph_projects(n.entity_type) or n.id in (select id from old_rows where graph_projects(entity_type))
    order by n.id;
    if exists (select id, entity_type, name from new_rows except select id, entity_type, name from old_rows) then
      insert into graph_outbox (kind, relation_id, last_id, op)
      select 'relation', first, last, 'upsert' from (
    select min(id) as first, nullif(max(id), min(id)) as last
    from (select id, id - row_number() over (order by id) as run from (
    select r.id from new_rows n join old_rows o using (id) join relations r on n.id in (r.source_id, r.target_id)
    where graph_projects(n.entity_type) and not graph_projects(o.entity_type)
    union
    select r.id from new_rows n join old_rows o using (id) join relations r on r.relation_type_id = n.id
    where n.entity_type = 'relation_type' and n.name <> o.name) regained) ids
    group by run) runs order by first;
    end if;
  end if;
  return null;
end $function$
;

CREATE TRIGGER graph_delete AFTER DELETE ON entities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_entities();

CREATE TRIGGER graph_insert AFTER INSERT ON entities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_entities();

CREATE TRIGGER graph_update AFTER UPDATE ON entities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_entities();

CREATE OR REPLACE FUNCTION public.graph_note_moves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into graph_outbox (kind, entity_id, op)
  select distinct 'entity', n.item_id, 'upsert' from new_rows n order by n.item_id;
  return null;
end $function$
;

CREATE TRIGGER graph_moves AFTER INSERT ON workflow_moves REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_moves();

CREATE OR REPLACE FUNCTION public.graph_note_relations()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare lowest bigint; highest bigint; amount bigint; kinds bigint[]; ends bigint[]; hidden bigint[] := '{}';
begin
  if tg_op = 'DELETE' then
    insert into graph_outbox (kind, relation_id, source_id, target_id, op)
    select 'relation', o.id, o.source_id, o.target_id, 'delete' from old_rows o order by o.id;
    return null;
  end if;
  select min(id), max(id), count(*) into lowest, highest, amount from new_rows;
  if tg_op = 'INSERT' and amount > 100 and amount = highest - lowest + 1 then
    insert into graph_outbox (kind, relation_id, last_id, op) values ('relation', lowest, highest, 'upsert');
    return null;
  end if;
  select array_agg(kind.id) into kinds from (select distinct relation_type_id as id from new_rows) kind
  where 2 > (select count(*) from entity_properties p where p.entity_id = kind.id and p.key in ('source_types', 'target_types')
    and case when p.value is json array then not exists (
      select from json_array_elements_text(p.value::json) joined(type) where not graph_projects(joined.type)) end);
  if kinds is not null then
    select array_agg(id) into ends from (
      select source_id from new_rows where relation_type_id = any(kinds)
      union select target_id from new_rows where relation_type_id = any(kinds)) both_ends(id);
    select coalesce(array_agg(e.id), '{}') into hidden from entities e where e.id = any(ends) and not graph_projects(e.entity_type);
  end if;
  insert into graph_outbox (kind, relation_id, last_id, op)
  select 'relation', first, last, 'upsert' from (
    select min(id) as first, nullif(max(id), min(id)) as last
    from (select id, id - row_number() over (order by id) as run from new_rows where not (source_id = any(hidden) or target_id = any(hidden))) ids
    group by run) runs order by first;
  return null;
end $function$
;

CREATE TRIGGER graph_delete AFTER DELETE ON relations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_relations();

CREATE TRIGGER graph_insert AFTER INSERT ON relations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_relations();

CREATE TRIGGER graph_update AFTER UPDATE ON relations REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION graph_note_relations();

CREATE OR REPLACE FUNCTION public.graph_projects(entity_type text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (entity_type <> ALL (ARRAY['audit_entry'::text, 'setting'::text, 'warning'::text, 'warning_receipt'::text, 'warning_event'::text]))
;

CREATE OR REPLACE FUNCTION public.graph_wake_worker()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('graph_outbox', '');
  return null;
end $function$
;

CREATE TRIGGER graph_wake AFTER INSERT ON graph_outbox FOR EACH STATEMENT EXECUTE FUNCTION graph_wake_worker();

CREATE OR REPLACE FUNCTION public.kept_of_entities()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare types text[];
begin
  if tg_op = 'INSERT' then
    with grown as (
      insert into entity_tallies select entity_type, is_active, count(*) from new_rows group by 1, 2
      returning entity_type)
    select array_agg(entity_type) into types from grown;
    if 'user' = any(types) then insert into user_roles select id from new_rows where entity_type = 'user'; end if;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct entity_type) into types from old_rows;
    insert into entity_tallies select entity_type, is_active, -count(*) from old_rows group by 1, 2;
  else
    select array_agg(distinct t) into types from (
      select entity_type as t from old_rows union select entity_type from new_rows) both_rows;
    insert into entity_tallies
    select entity_type, is_active, sum(amount) from (
      select o.entity_type, o.is_active, -1 as amount from old_rows o
      union all select n.entity_type, n.is_active, 1 from new_rows n) c
    group by 1, 2 having sum(amount) <> 0;
    if 'permission' = any(types) then
      perform role_grants_refresh((select array_agg(distinct r.source_id) from new_rows n join relations r on r.target_id = n.id
        and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_permission') where n.entity_type = 'permission'));
    end if;
  end if;
  if tg_op = 'UPDATE' and 'role' = any(types) then
    perform user_roles_refresh((select array_agg(distinct r.source_id) from old_rows o join new_rows n using (id)
      join relations r on r.target_id = n.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_role')
      where lower(o.label) <> lower(n.label)));
  end if;
  if types && '{nav_item,permission}' then perform shell_menu_refresh(); end if;
  if 'setting' = any(types) then perform shell_settings_refresh(); end if;
  return null;
end $function$
;

CREATE TRIGGER kept_delete AFTER DELETE ON entities REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kept_of_entities();

CREATE TRIGGER kept_insert AFTER INSERT ON entities REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kept_of_entities();

CREATE TRIGGER kept_update AFTER UPDATE ON entities REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kept_of_entities();

CREATE OR REPLACE FUNCTION public.kept_of_positions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update committee_positions p set is_mandatory = coalesce(new.properties ->> 'membership_type' = 'mandatory', false)
  where p.position_id = new.id;
  return null;
end $function$
;

CREATE TRIGGER kept_position AFTER UPDATE ON entities FOR EACH ROW WHEN (new.entity_type = 'tor_function'::text AND (new.properties ->> 'membership_type'::text) IS DISTINCT FROM (old.properties ->> 'membership_type'::text)) EXECUTE FUNCTION kept_of_positions();

CREATE OR REPLACE FUNCTION public.kept_of_relations()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
declare has_role bigint := (select id from entities where entity_type = 'relation_type' and name = 'has_role'); has_permission bigint := (select id from entities where entity_type = 'relation_type' and name = 'has_permission');
  needs bigint := (select id from entities where entity_type = 'relation_type' and name = 'requires_permission'); fills bigint := (select id from entities where entity_type = 'relation_type' and name = 'fills_position');
  belongs bigint := (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor'); types bigint[]; roles bigint[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct relation_type_id) into types from new_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, count(*) from new_rows where relation_type_id = has_role group by 1;
      -- A role that is being renamed is waited for; its rename sees the users committed before.
      perform from entities where id in (select target_id from new_rows where relation_type_id = has_role)
      order by id for share;
      perform user_roles_refresh((select array_agg(distinct source_id) from new_rows where relation_type_id = has_role));
    end if;
    if has_permission = any(types) then roles := (select array_agg(distinct source_id) from new_rows where relation_type_id = has_permission); end if;
    if belongs = any(types) then
      insert into committee_positions (position_id, tor_id, is_mandatory, vacant)
      select p.id, r.target_id, coalesce(p.properties ->> 'membership_type' = 'mandatory', false), position_vacancy(p.id)
      from new_rows r, lateral (select * from entities e where e.id = r.source_id offset 0) p
      where r.relation_type_id = belongs and p.entity_type = 'tor_function';
    end if;
    if fills = any(types) then
      perform committee_positions_refresh((select array_agg(distinct target_id) from new_rows where relation_type_id = fills));
    end if;
  elsif tg_op = 'UPDATE' then
    perform committee_positions_refresh((select array_agg(distinct target_id) from new_rows where relation_type_id = fills));
    return null;
  else
    select array_agg(distinct relation_type_id) into types from old_rows;
    if has_role = any(types) then
      insert into role_tallies select target_id, -count(*) from old_rows where relation_type_id = has_role group by 1;
      -- The user is locked already (entity_touch), so the last of several transactions sees all.
      perform user_roles_refresh((select array_agg(distinct source_id) from old_rows where relation_type_id = has_role));
    end if;
    if has_permission = any(types) then roles := (select array_agg(distinct source_id) from old_rows where relation_type_id = has_permission); end if;
    if belongs = any(types) then
      delete from committee_positions p using old_rows r
      where p.position_id = r.source_id and p.tor_id = r.target_id and r.relation_type_id = belongs;
    end if;
    if fills = any(types) then
      perform committee_positions_refresh((select array_agg(distinct target_id) from old_rows where relation_type_id = fills));
    end if;
  end if;
  perform role_grants_refresh(roles);
  if needs = any(types) then perform shell_menu_refresh(); end if;
  return null;
end $function$
;

CREATE TRIGGER kept_delete AFTER DELETE ON relations REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kept_of_relations();

CREATE TRIGGER kept_insert AFTER INSERT ON relations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kept_of_relations();

CREATE TRIGGER kept_update AFTER UPDATE ON relations REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kept_of_relations();

CREATE OR REPLACE FUNCTION public.kept_rebuild()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  lock table entities, relations in share mode;
  delete from role_grants;
  delete from shell_documents;
  delete from entity_tallies;
  delete from role_tallies;
  delete from user_roles;
  delete from committee_positions;
  insert into role_grants (role_id, codes)
  select role.id, coalesce(array_agg(p.name order by p.name) filter (where p.id is not null), '{}')
  from entities role
    left join relations r on r.source_id = role.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_permission')
    left join entities p on p.id = r.target_id and p.entity_type = 'permission' and p.is_active
  where role.entity_type = 'role' group by role.id;
  insert into shell_documents (name, content) values ('menu', coalesce((
  select json_agg(json_build_object('name', n.name, 'label', n.label,
      'url', coalesce(n.properties ->> 'url', ''), 'parent', n.properties ->> 'parent', 'needs', array(
        select code.name from relations needs join entities code on code.id = needs.target_id
        where needs.source_id = n.id and needs.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'requires_permission')
        order by code.name)) order by n.sort_order, n.id)
  from entities n where n.entity_type = 'nav_item' and n.is_active), '[]')), ('settings', coalesce((
  select json_object_agg(s.name, s.properties ->> 'value') from entities s
  where s.entity_type = 'setting' and s.properties ? 'value'), '{}'));
  insert into entity_tallies (entity_type, is_active, amount)
  select entity_type, is_active, count(*) from entities group by 1, 2;
  insert into role_tallies (role_id, amount)
  select target_id, count(*) from relations where relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_role') group by 1;
  insert into user_roles (user_id, first_role)
  select id, (
    select min(lower(role.label)) from relations r join entities role on role.id = r.target_id
    where r.source_id = u.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_role')) from entities u where entity_type = 'user';
  insert into committee_positions (position_id, tor_id, is_mandatory, vacant)
  select p.id, r.target_id, coalesce(p.properties ->> 'membership_type' = 'mandatory', false), coalesce(held.vacant, '{(,)}')
  from entities p join relations r on r.source_id = p.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor')
    left join (select fills.target_id, day_multirange(day_range(null, null))
    - coalesce(range_agg(day_range(term.since, term.until, '[]')), '{}') as vacant from relations fills join entities u on u.id = fills.source_id and u.entity_type = 'user'
    cross join lateral position_terms(fills.properties) term
  where fills.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'fills_position') and term.capacity <> 'substitute_for'
    and coalesce(term.since, '') collate "C" <= coalesce(term.until, '9999-12-31') collate "C"
      group by 1) held on held.target_id = p.id
  where p.entity_type = 'tor_function';
end $function$
;

CREATE OR REPLACE FUNCTION public.known_id(type text, called text)
 RETURNS bigint
 LANGUAGE plpgsql
 IMMUTABLE STRICT
AS $function$
begin
  return (select id from entities where entity_type = type and name = called);
end $function$
;

CREATE OR REPLACE FUNCTION public.known_roles(code text)
 RETURNS bigint[]
 LANGUAGE plpgsql
 IMMUTABLE STRICT
AS $function$
begin
  return array(
    select g.role_id from role_grants g join entities role on role.id = g.role_id and role.is_active
    where g.codes @> array[code]);
end $function$
;

CREATE OR REPLACE FUNCTION public.live_imports()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into live_changes (subject, kind, item) values (0, 'import', 0);
  return null;
end $function$
;

CREATE TRIGGER live_imports AFTER INSERT OR DELETE OR UPDATE ON running_imports FOR EACH STATEMENT EXECUTE FUNCTION live_imports();

CREATE OR REPLACE FUNCTION public.live_items()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into live_changes (subject, kind, item, is_new)
  select tor.id, t.target_type, t.target_id, bool_or(t.before is null and t.after is not null)
  from told t
    cross join lateral (select t.target_id as id union all
      select minuted.source_id from relations minuted
      where minuted.target_id = t.target_id and minuted.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'minutes_of')) it
    join relations owning on owning.source_id = it.id
    join entities tor on tor.id = owning.target_id and tor.entity_type = 'tor'
  where t.target_type in ('suggestion', 'proposal', 'agenda_point', 'meeting', 'minutes', 'action_item')
  group by tor.id, t.target_type, t.target_id;
  return null;
end $function$
;

CREATE TRIGGER live_items AFTER INSERT ON domain_events REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION live_items();

CREATE OR REPLACE FUNCTION public.live_notifications_added()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into live_changes (subject, kind, item, is_new)
  select user_id, 'notification', id, true from added where read_at is null;
  return null;
end $function$
;

CREATE TRIGGER live_notifications_added AFTER INSERT ON notifications REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION live_notifications_added();

CREATE OR REPLACE FUNCTION public.live_notifications_gone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into live_changes (subject, kind)
  select distinct user_id, 'unread' from gone where read_at is null;
  return null;
end $function$
;

CREATE TRIGGER live_notifications_gone AFTER DELETE ON notifications REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION live_notifications_gone();

CREATE OR REPLACE FUNCTION public.live_notifications_read()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into live_changes (subject, kind)
  select distinct before.user_id, 'unread' from before join after using (id)
  where (before.read_at is null) <> (after.read_at is null);
  return null;
end $function$
;

CREATE TRIGGER live_notifications_read AFTER UPDATE ON notifications REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION live_notifications_read();

CREATE OR REPLACE FUNCTION public.live_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('live', '');
  return null;
end $function$
;

CREATE TRIGGER live_notify AFTER INSERT ON live_changes FOR EACH STATEMENT EXECUTE FUNCTION live_notify();

CREATE OR REPLACE FUNCTION public.live_receipt()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  receipt entities := case tg_op when 'DELETE' then old else new end;
  status text := case tg_op when 'DELETE' then 'deleted' else new.properties ->> 'status' end;
begin
  if receipt.name ~ '^wr\.\d{1,18}\.\d{1,18}$' then
    insert into live_changes (subject, kind, item, is_new) values (
      split_part(receipt.name, '.', 3)::bigint,
      case status when 'unread' then 'warning' when 'resolved' then 'resolved' else 'unread' end,
      split_part(receipt.name, '.', 2)::bigint,
      status = 'unread');
  end if;
  return null;
end $function$
;

CREATE TRIGGER live_receipt_added AFTER INSERT ON entities FOR EACH ROW WHEN (new.entity_type = 'warning_receipt'::text AND (new.properties ->> 'status'::text) = 'unread'::text) EXECUTE FUNCTION live_receipt();

CREATE TRIGGER live_receipt_gone AFTER DELETE ON entities FOR EACH ROW WHEN (old.entity_type = 'warning_receipt'::text AND (old.properties ->> 'status'::text) = 'unread'::text) EXECUTE FUNCTION live_receipt();

CREATE TRIGGER live_receipt_moved AFTER UPDATE ON entities FOR EACH ROW WHEN (new.entity_type = 'warning_receipt'::text AND (new.properties ->> 'status'::text) IS DISTINCT FROM (old.properties ->> 'status'::text)) EXECUTE FUNCTION live_receipt();

CREATE OR REPLACE FUNCTION public.live_sessions_ended()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into live_changes (subject, kind) select id, 'session' from ended;
  return null;
end $function$
;

CREATE TRIGGER live_sessions_ended AFTER DELETE ON sessions REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION live_sessions_ended();

CREATE OR REPLACE FUNCTION public.live_touch(entity bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  insert into live_changes (subject, kind, item)
  select distinct owning.target_id, 'live', entity
  from relations owning, lateral (select e.entity_type from entities e where e.id = owning.target_id offset 0) owner
  where owning.source_id = entity and owner.entity_type = 'tor';
end $function$
;

CREATE OR REPLACE FUNCTION public.live_touch_meetings()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.entity_type = 'meeting' then
    perform live_touch(new.id);
  else
    perform live_touch_point(new.id);
  end if;
  return null;
end $function$
;

CREATE TRIGGER live_touch_meetings AFTER UPDATE ON entities FOR EACH ROW WHEN ((new.entity_type = ANY (ARRAY['meeting'::text, 'agenda_point'::text])) AND (new.label IS DISTINCT FROM old.label OR new.properties IS DISTINCT FROM old.properties)) EXECUTE FUNCTION live_touch_meetings();

CREATE OR REPLACE FUNCTION public.live_touch_point(point bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
begin
  perform live_touch(m.id)
  from relations r, lateral (select e.id, e.entity_type, e.properties from entities e where e.id = r.target_id offset 0) m
  where r.source_id = point
    and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'scheduled_for_meeting')
    and m.entity_type = 'meeting' and m.properties ->> 'status' in ('confirmed', 'in_progress');
end $function$
;

CREATE OR REPLACE FUNCTION public.meeting_days_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform meeting_days_keep(new.id);
  return null;
end $function$
;

CREATE TRIGGER meeting_days_change AFTER UPDATE ON entities FOR EACH ROW WHEN (new.entity_type = 'meeting'::text AND ((new.properties ->> 'meeting_date'::text) IS DISTINCT FROM (old.properties ->> 'meeting_date'::text) OR (new.properties ->> 'occurrence_date'::text) IS DISTINCT FROM (old.properties ->> 'occurrence_date'::text) OR (new.properties ->> 'status'::text) IS DISTINCT FROM (old.properties ->> 'status'::text))) EXECUTE FUNCTION meeting_days_change();

CREATE OR REPLACE FUNCTION public.meeting_days_join()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into meeting_days (tor_id, meeting_date, meeting_id, takes_place, moved_from)
  select r.target_id, left(m.properties ->> 'meeting_date', 10), m.id,
  coalesce(m.properties ->> 'status', 'projected') <> 'cancelled',
  nullif(left(m.properties ->> 'occurrence_date', 10), left(m.properties ->> 'meeting_date', 10)) from joined r, lateral (select * from entities e where e.id = r.source_id offset 0) m
  where r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor') and m.entity_type = 'meeting' and m.properties ->> 'meeting_date' is not null;
  return null;
end $function$
;

CREATE TRIGGER meeting_days_join AFTER INSERT ON relations REFERENCING NEW TABLE AS joined FOR EACH STATEMENT EXECUTE FUNCTION meeting_days_join();

CREATE OR REPLACE FUNCTION public.meeting_days_keep(meeting bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  delete from meeting_days where meeting_id = meeting;
  insert into meeting_days (tor_id, meeting_date, meeting_id, takes_place, moved_from)
  select r.target_id, left(m.properties ->> 'meeting_date', 10), m.id,
  coalesce(m.properties ->> 'status', 'projected') <> 'cancelled',
  nullif(left(m.properties ->> 'occurrence_date', 10), left(m.properties ->> 'meeting_date', 10)) from entities m join relations r on r.source_id = m.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor')
  where m.id = meeting and m.entity_type = 'meeting' and m.properties ->> 'meeting_date' is not null;
end $function$
;

CREATE OR REPLACE FUNCTION public.meeting_days_leave()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from meeting_days d using parted r
  where d.meeting_id = r.source_id and d.tor_id = r.target_id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor');
  return null;
end $function$
;

CREATE TRIGGER meeting_days_leave AFTER DELETE ON relations REFERENCING OLD TABLE AS parted FOR EACH STATEMENT EXECUTE FUNCTION meeting_days_leave();

CREATE OR REPLACE FUNCTION public.meeting_days_move()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform meeting_days_keep(id) from unnest(array[old.source_id, new.source_id]) moved(id) group by id;
  return null;
end $function$
;

CREATE TRIGGER meeting_days_move AFTER UPDATE OF relation_type_id, source_id, target_id ON relations FOR EACH ROW EXECUTE FUNCTION meeting_days_move();

CREATE OR REPLACE FUNCTION public.meeting_motions_lapse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update meeting_motions set closed_at = now(), result = 'lapsed' where meeting_id = new.id and closed_at is null;
  return null;
end $function$
;

CREATE TRIGGER meeting_motions_lapse AFTER UPDATE ON entities FOR EACH ROW WHEN (old.entity_type = 'meeting'::text AND (old.properties ->> 'status'::text) = 'in_progress'::text AND (new.properties ->> 'status'::text) IS DISTINCT FROM 'in_progress'::text) EXECUTE FUNCTION meeting_motions_lapse();

CREATE OR REPLACE FUNCTION public.meeting_motions_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    if exists (select from meeting_motions) then
      raise exception 'a motion stays as it was moved'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay';
    end if;
    return null;
  end if;
  if tg_op = 'INSERT' then
    -- An import brings settled motions.
    if new.closed_at is not null then return new; end if;
    if num_nonnulls(new.seconded_at, new.seconded_by_id, new.seconded_by, new.opened_at, new.opened_by_id, new.opened_by, new.closed_at, new.closed_by_id, new.closed_by, new.result, new.votes_for, new.votes_against, new.votes_abstained) > 0 then
      raise exception 'a motion is moved before it is seconded, opened and settled'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay';
    end if;
    if not exists (select from entities where id = new.meeting_id and entity_type = 'meeting' and properties ->> 'status' = 'in_progress') then
      raise exception 'motions are moved while a meeting runs'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay';
    end if;
    return new;
  end if;
  if old.closed_at is not null then
    raise exception 'a settled motion stays as it was recorded'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay';
  end if;
  if tg_op = 'DELETE' then
    -- A meeting or an agenda point that is deleted takes its motions along.
    if (select count(*) from entities where id in (old.meeting_id, old.agenda_point_id)) = 2 then
      raise exception 'a motion stays as it was moved'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay';
    end if;
    return old;
  end if;
  if to_jsonb(new) - '{seconded_at,seconded_by_id,seconded_by,opened_at,opened_by_id,opened_by,closed_at,closed_by_id,closed_by,result,votes_for,votes_against,votes_abstained}'::text[] <> to_jsonb(old) - '{seconded_at,seconded_by_id,seconded_by,opened_at,opened_by_id,opened_by,closed_at,closed_by_id,closed_by,result,votes_for,votes_against,votes_abstained}'::text[] or (old.seconded_at is not null
    and (new.seconded_at, new.seconded_by_id, new.seconded_by) is distinct from (old.seconded_at, old.seconded_by_id, old.seconded_by)) or (old.opened_at is not null
    and (new.opened_at, new.opened_by_id, new.opened_by) is distinct from (old.opened_at, old.opened_by_id, old.opened_by)) then
    raise exception 'a motion stays as it was moved'
      using errcode = 'integrity_constraint_violation', constraint = 'meeting_motions_stay';
  end if;
  return new;
end $function$
;

CREATE TRIGGER meeting_motions_stay BEFORE INSERT OR DELETE OR UPDATE ON meeting_motions FOR EACH ROW EXECUTE FUNCTION meeting_motions_stay();

CREATE TRIGGER meeting_motions_truncate BEFORE TRUNCATE ON meeting_motions FOR EACH STATEMENT EXECUTE FUNCTION meeting_motions_stay();

CREATE OR REPLACE FUNCTION public.meeting_packs_fill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from entities where id = new.meeting_id and entity_type = 'meeting') then
    raise exception 'only meetings have packs' using errcode = 'integrity_constraint_violation';
  end if;
  new.sha256 := sha256(convert_to(new.content, 'UTF8'));
  new.number := (select coalesce(max(number), 0) + 1 from meeting_packs where meeting_id = new.meeting_id);
  return new;
end $function$
;

CREATE TRIGGER meeting_packs_fill BEFORE INSERT ON meeting_packs FOR EACH ROW EXECUTE FUNCTION meeting_packs_fill();

CREATE OR REPLACE FUNCTION public.meeting_packs_keep_meeting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from meeting_packs where meeting_id = old.id) then
    raise exception 'an issued meeting pack stays as it is'
    using errcode = 'integrity_constraint_violation', constraint = 'meeting_packs_stay';
  end if;
  return old;
end $function$
;

CREATE TRIGGER meeting_packs_keep_meeting BEFORE DELETE ON entities FOR EACH ROW WHEN (old.entity_type = 'meeting'::text) EXECUTE FUNCTION meeting_packs_keep_meeting();

CREATE OR REPLACE FUNCTION public.meeting_packs_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    if not exists (select from meeting_packs) then return null; end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'meeting_pack_readers' then
    if old.read_at is null and to_jsonb(new) - 'read_at' = to_jsonb(old) - 'read_at' then return new; end if;
  end if;
  raise exception 'an issued meeting pack stays as it is'
    using errcode = 'integrity_constraint_violation', constraint = 'meeting_packs_stay';
end $function$
;

CREATE TRIGGER meeting_packs_stay BEFORE DELETE OR UPDATE ON meeting_pack_readers FOR EACH ROW EXECUTE FUNCTION meeting_packs_stay();

CREATE TRIGGER meeting_packs_stay_all BEFORE TRUNCATE ON meeting_pack_readers FOR EACH STATEMENT EXECUTE FUNCTION meeting_packs_stay();

CREATE TRIGGER meeting_packs_stay BEFORE DELETE OR UPDATE ON meeting_packs FOR EACH ROW EXECUTE FUNCTION meeting_packs_stay();

CREATE TRIGGER meeting_packs_stay_all BEFORE TRUNCATE ON meeting_packs FOR EACH STATEMENT EXECUTE FUNCTION meeting_packs_stay();

CREATE OR REPLACE FUNCTION public.minutes_action_items()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform minutes_read_action_items(new.id);
  return null;
end $function$
;

CREATE CONSTRAINT TRIGGER minutes_action_items AFTER INSERT OR UPDATE ON entities DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.entity_type = 'minutes'::text AND new.properties ? 'structured_action_items'::text) EXECUTE FUNCTION minutes_action_items();

CREATE OR REPLACE FUNCTION public.minutes_content(minutes bigint)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_object('label', m.label, 'properties', m.properties, 'sections', (
    select coalesce(jsonb_agg(jsonb_build_object('id', s.id::text, 'label', s.label, 'properties', s.properties)
      order by case when s.properties ->> 'sequence_order' ~ '^[0-9]{1,9}$' then (s.properties ->> 'sequence_order')::integer end nulls last, s.id), '[]')
    from relations r join entities s on s.id = r.source_id
    where r.target_id = m.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'section_of')))
  from entities m where m.id = minutes and m.entity_type = 'minutes'
$function$
;

CREATE OR REPLACE FUNCTION public.minutes_keep_approved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from approved_minutes where minutes_id = old.id)
    and not exists (select from relations s join approved_minutes a on a.minutes_id = s.target_id
      where s.source_id = old.id and s.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'section_of')) then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and (new.id, new.entity_type, new.name, new.label, new.sort_order, new.is_active, new.created_at, new.properties) is not distinct from (old.id, old.entity_type, old.name, old.label, old.sort_order, old.is_active, old.created_at, old.properties) then
    return old;
  end if;
  raise exception 'approved minutes stay as they are'
      using errcode = 'integrity_constraint_violation', constraint = 'approved_minutes_stay';
end $function$
;

CREATE TRIGGER minutes_keep_approved BEFORE DELETE OR UPDATE ON entities FOR EACH ROW WHEN (old.entity_type = ANY (ARRAY['minutes'::text, 'minutes_section'::text])) EXECUTE FUNCTION minutes_keep_approved();

CREATE OR REPLACE FUNCTION public.minutes_keep_record()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from entities where id = new.id and properties ->> 'status' = 'approved') then
    insert into approved_minutes (minutes_id, content, sha256) values (new.id, '', '') on conflict do nothing;
  end if;
  return null;
end $function$
;

CREATE CONSTRAINT TRIGGER minutes_keep_record AFTER INSERT OR UPDATE ON entities DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.entity_type = 'minutes'::text AND (new.properties ->> 'status'::text) = 'approved'::text) EXECUTE FUNCTION minutes_keep_record();

CREATE OR REPLACE FUNCTION public.minutes_read_action_items(minutes bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare listed text; said jsonb; words text; item bigint; owner bigint; meeting bigint; committee bigint;
begin
  select properties ->> 'structured_action_items' into listed from entities where id = minutes;
  if listed is null or listed is not json array then return; end if;
  select r.source_id into meeting from relations r
    where r.target_id = minutes and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'minutes_of') order by r.id limit 1;
  select r.target_id into committee from relations r
    where r.source_id = meeting and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor') order by r.id limit 1;
  for said in select x from jsonb_array_elements(listed::jsonb) x where jsonb_typeof(x) = 'object' loop
    words := btrim(coalesce(said ->> 'description', ''));
    continue when words = '' or exists (
      select from relations r join entities i on i.id = r.source_id and i.entity_type = 'action_item'
      where r.target_id = minutes and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'action_item_of') and i.properties ->> 'description' = words);
    insert into entities (entity_type, name, label, properties) values ('action_item', 'minutes_' || minutes || '_' || md5(words), left(words, 100),
      jsonb_strip_nulls(jsonb_build_object('description', words, 'responsible', nullif(btrim(said ->> 'responsible'), ''),
        'due_date', case when said ->> 'due_date' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and pg_input_is_valid(said ->> 'due_date', 'date') then said ->> 'due_date' end,
        'status', case when said ->> 'status' in ('open', 'in_progress', 'done') then said ->> 'status' else 'open' end)))
    on conflict do nothing returning id into item;
    continue when item is null;
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, item, case t.name when 'action_item_of' then minutes else committee end
    from entities t where t.entity_type = 'relation_type' and (t.name = 'belongs_to_tor' and committee is not null
      -- Nothing is added to minutes that were approved before this migration.
      or t.name = 'action_item_of' and not exists (select from approved_minutes a where a.minutes_id = minutes));
    -- The only user or position with this name.
    select case when count(*) = 1 then min(o.id) end into owner from entities o
    where btrim(coalesce(said ->> 'responsible', '')) <> '' and (
      o.entity_type = 'user' and lower(btrim(said ->> 'responsible')) in (lower(o.label), lower(o.name))
      or o.entity_type = 'tor_function' and lower(o.label) = lower(btrim(said ->> 'responsible')) and exists (
        select from relations b where b.source_id = o.id and b.target_id = committee and b.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor')));
    insert into relations (relation_type_id, source_id, target_id)
    select t.id, item, owner from entities t where t.entity_type = 'relation_type' and t.name = 'assigned_to' and owner is not null;
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.minutes_record(minutes bigint)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_object('format', 'ahlt-minutes/1', 'id', minutes::text, 'content', minutes_content(minutes), 'meeting', (
      select jsonb_build_object('id', meeting.id::text, 'label', meeting.label, 'date', meeting.properties ->> 'meeting_date')
      from relations r join entities meeting on meeting.id = r.source_id
      where r.target_id = minutes and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'minutes_of') order by r.id limit 1),
    'committee', (
      select jsonb_build_object('id', tor.id::text, 'label', tor.label)
      from relations r join relations b on b.source_id = r.source_id and b.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'belongs_to_tor')
        join entities tor on tor.id = b.target_id
      where r.target_id = minutes and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'minutes_of') order by r.id, b.id limit 1))::text
$function$
;

CREATE OR REPLACE FUNCTION public.minutes_signatures_fill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.sha256 := (select sha256 from approved_minutes where minutes_id = new.minutes_id);
  return new;
end $function$
;

CREATE TRIGGER minutes_signatures_fill BEFORE INSERT ON minutes_signatures FOR EACH ROW EXECUTE FUNCTION minutes_signatures_fill();

CREATE OR REPLACE FUNCTION public.minutes_signatures_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' and not exists (select from minutes_signatures) then return null; end if;
  raise exception 'signatures of minutes stay as they are'
    using errcode = 'integrity_constraint_violation', constraint = 'minutes_signatures_stay';
end $function$
;

CREATE TRIGGER minutes_signatures_stay BEFORE DELETE OR UPDATE ON minutes_signatures FOR EACH ROW EXECUTE FUNCTION minutes_signatures_stay();

CREATE TRIGGER minutes_signatures_stay_all BEFORE TRUNCATE ON minutes_signatures FOR EACH STATEMENT EXECUTE FUNCTION minutes_signatures_stay();

CREATE OR REPLACE FUNCTION public.minutes_words(content jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select content || jsonb_build_object('sections', (
    select coalesce(jsonb_agg(s.said - 'id' order by s.place), '[]')
    from jsonb_array_elements(content -> 'sections') with ordinality s(said, place)))
$function$
;

CREATE OR REPLACE FUNCTION public.position_terms(properties jsonb)
 RETURNS TABLE(since text, until text, capacity text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select nullif(entry ->> 'since', ''), nullif(entry ->> 'until', ''),
    coalesce(nullif(entry ->> 'capacity', ''), 'holder')
  from jsonb_array_elements(jsonb_build_array(properties) || case
    when properties ->> 'terms' is json array then (properties ->> 'terms')::jsonb else '[]' end) as listed(entry)
  where jsonb_typeof(entry) = 'object'
$function$
;

CREATE OR REPLACE FUNCTION public.position_vacancy(position_of bigint)
 RETURNS day_multirange
 LANGUAGE sql
 STABLE
AS $function$
  select day_multirange(day_range(null, null))
    - coalesce(range_agg(day_range(term.since, term.until, '[]')), '{}')
  from relations fills join entities u on u.id = fills.source_id and u.entity_type = 'user'
    cross join lateral position_terms(fills.properties) term
  where fills.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'fills_position') and term.capacity <> 'substitute_for'
    and coalesce(term.since, '') collate "C" <= coalesce(term.until, '9999-12-31') collate "C" and fills.target_id = position_of
$function$
;

CREATE OR REPLACE FUNCTION public.relation_properties_write()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'DELETE' and (new.key is null or new.value is null) then
    raise not_null_violation using message = 'a property has a key and a value';
  end if;
  if tg_op = 'UPDATE' and (old.relation_id, old.key) = (new.relation_id, new.key) then
    update relations set properties = properties || jsonb_build_object(new.key, new.value)
    where id = new.relation_id and properties ->> new.key <> new.value;
    return new;
  end if;
  if tg_op <> 'INSERT' then
    update relations set properties = properties - old.key where id = old.relation_id and properties ? old.key;
    if tg_op = 'DELETE' or not found then return old; end if;
  end if;
  update relations set properties = properties || jsonb_build_object(new.key, new.value)
  where id = new.relation_id and not properties ? new.key;
  if found then return new; end if;
  if tg_op = 'UPDATE' then
    raise unique_violation using constraint = 'relation_properties_pkey', message = format('there is a property %s already', new.key);
  end if;
  if exists (select from relations where id = new.relation_id) then return null; end if;
  raise foreign_key_violation using constraint = 'relation_properties_relation_id_fkey',
    message = format('relations has no row with the id %s', new.relation_id);
end $function$
;

CREATE TRIGGER relation_properties_write INSTEAD OF INSERT OR DELETE OR UPDATE ON relation_properties FOR EACH ROW EXECUTE FUNCTION relation_properties_write();

CREATE OR REPLACE FUNCTION public.relations_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a relation keeps its type and its ends; make another one' using errcode = 'integrity_constraint_violation';
end $function$
;

CREATE TRIGGER relations_stay BEFORE UPDATE ON relations FOR EACH ROW WHEN (old.relation_type_id IS DISTINCT FROM new.relation_type_id OR old.source_id IS DISTINCT FROM new.source_id OR old.target_id IS DISTINCT FROM new.target_id) EXECUTE FUNCTION relations_stay();

CREATE OR REPLACE FUNCTION public.role_grants_refresh(ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if ids is null then return; end if;
  insert into role_grants (role_id)
  select id from entities where id = any(ids) and entity_type = 'role' order by id on conflict do nothing;
  perform from role_grants where role_id = any(ids) order by role_id for update;
  update role_grants g set codes = n.codes
  from (select i.id, coalesce(array_agg(p.name order by p.name) filter (where p.id is not null), '{}') as codes
    from unnest(ids) i(id)
      left join relations r on r.source_id = i.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_permission')
      left join entities p on p.id = r.target_id and p.entity_type = 'permission' and p.is_active
    group by i.id) n
  where g.role_id = n.id and g.codes <> n.codes;
end $function$
;

CREATE OR REPLACE FUNCTION public.search_committees(items bigint[])
 RETURNS TABLE(item bigint, committee bigint)
 LANGUAGE plpgsql
 STABLE
 SET enable_seqscan TO 'off'
AS $function$
declare
  ways record := search_ways();
begin
  return query with recursive above(start, id, depth) as (
    select i, i, 0 from unnest(items) i
    union
    select a.start, x.id, a.depth + 1 from above a, lateral (
      select r.target_id as id from relations r where r.source_id = a.id and r.relation_type_id = any(ways.up)
      union all
      select r.source_id from relations r where r.target_id = a.id and r.relation_type_id = any(ways.down)) x
    where a.depth < 6)
  select distinct a.start, e.id from above a join entities e on e.id = a.id and e.entity_type = 'tor' where a.id <> a.start;
end $function$
;

CREATE OR REPLACE FUNCTION public.search_index_added()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into search_documents (entity_id, words, marks)
  select id, search_words(document_language(), label, search_text(entity_type, properties)), array['type:' || entity_type, 'tor:none']
  from added where search_text(entity_type, properties) is not null;
  return null;
end $function$
;

CREATE TRIGGER search_added AFTER INSERT ON entities REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_index_added();

CREATE OR REPLACE FUNCTION public.search_index_again()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update search_documents d
  set words = search_words(document_language(), e.label, search_text(e.entity_type, e.properties))
  from entities e where e.id = d.entity_id;
  return null;
end $function$
;

CREATE TRIGGER search_language AFTER UPDATE ON entities FOR EACH ROW WHEN (new.entity_type = 'setting'::text AND new.name = 'documents.search_language'::text AND (new.properties ->> 'value'::text) IS DISTINCT FROM (old.properties ->> 'value'::text)) EXECUTE FUNCTION search_index_again();

CREATE OR REPLACE FUNCTION public.search_index_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update search_documents
  set words = search_words(document_language(), new.label, search_text(new.entity_type, new.properties))
  where entity_id = new.id;
  return null;
end $function$
;

CREATE TRIGGER search_changed AFTER UPDATE ON entities FOR EACH ROW WHEN ((new.entity_type = ANY (ARRAY['document'::text, 'suggestion'::text, 'proposal'::text, 'agenda_point'::text, 'coa'::text, 'coa_section'::text, 'decision'::text, 'meeting'::text, 'minutes_section'::text, 'action_item'::text, 'minutes'::text])) AND (new.label IS DISTINCT FROM old.label OR search_text(new.entity_type, new.properties) IS DISTINCT FROM search_text(old.entity_type, old.properties))) EXECUTE FUNCTION search_index_changed();

CREATE OR REPLACE FUNCTION public.search_index_moved()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
declare
  ways record := search_ways();
  moved bigint[];
begin
  with recursive below(id) as (
    select owned.id from relinked r, lateral (
      select id, entity_type from entities e
      where e.id = case when r.relation_type_id = any(ways.down) then r.target_id else r.source_id end offset 0) owned
    where r.relation_type_id = any(ways.up || ways.down) and owned.entity_type in ('document', 'suggestion', 'proposal', 'agenda_point', 'coa', 'coa_section', 'decision', 'meeting', 'minutes_section', 'action_item', 'minutes')
    union
    select x.id from below b, lateral (
      select r.source_id as id from relations r where r.target_id = b.id and r.relation_type_id = any(ways.up)
      union all
      select r.target_id from relations r where r.source_id = b.id and r.relation_type_id = any(ways.down)) x)
  select array_agg(d.entity_id) into moved from below b join search_documents d on d.entity_id = b.id;
  if moved is null then return null; end if;
  update search_documents d
  set marks = array[d.marks[1]] || coalesce(c.marks, array['tor:none'])
  from unnest(moved) m(id) left join (
    select s.item, array_agg('tor:' || s.committee order by s.committee) as marks
    from search_committees(moved) s group by s.item) c on c.item = m.id
  where d.entity_id = m.id;
  return null;
end $function$
;

CREATE TRIGGER search_related AFTER INSERT ON relations REFERENCING NEW TABLE AS relinked FOR EACH STATEMENT EXECUTE FUNCTION search_index_moved();

CREATE TRIGGER search_unrelated AFTER DELETE ON relations REFERENCING OLD TABLE AS relinked FOR EACH STATEMENT EXECUTE FUNCTION search_index_moved();

CREATE OR REPLACE FUNCTION public.search_text(type text, properties jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case type
    when 'document' then concat_ws(E'\n', properties ->> 'body')
    when 'suggestion' then concat_ws(E'\n', properties ->> 'description')
    when 'proposal' then concat_ws(E'\n', properties ->> 'description', properties ->> 'rationale')
    when 'agenda_point' then concat_ws(E'\n', properties ->> 'description', properties ->> 'outcome_summary')
    when 'coa' then concat_ws(E'\n', properties ->> 'description')
    when 'coa_section' then concat_ws(E'\n', properties ->> 'content')
    when 'decision' then concat_ws(E'\n', properties ->> 'decision_rationale')
    when 'meeting' then concat_ws(E'\n', properties ->> 'location', properties ->> 'notes')
    when 'minutes_section' then concat_ws(E'\n', properties ->> 'content')
    when 'action_item' then concat_ws(E'\n', properties ->> 'description')
  end
$function$
;

CREATE OR REPLACE FUNCTION public.search_ways(OUT up bigint[], OUT down bigint[])
 RETURNS record
 LANGUAGE sql
 STABLE
AS $function$
  select array_agg(id) filter (where properties ->> 'owner' = 'target' or name = 'scoped_to_tor'),
    array_agg(id) filter (where properties ->> 'owner' = 'source')
  from entities where entity_type = 'relation_type'
$function$
;

CREATE OR REPLACE FUNCTION public.search_words(language text, title text, body text)
 RETURNS tsvector
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return setweight(to_tsvector(language::regconfig, title), 'A') || setweight(to_tsvector(language::regconfig, body), 'B');
exception when program_limit_exceeded then
  return setweight(to_tsvector(language::regconfig, left(title, 1000)), 'A')
    || setweight(to_tsvector(language::regconfig, left(body, 40000)), 'B');
end $function$
;

CREATE OR REPLACE FUNCTION public.shell_menu_refresh()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
begin
  perform from shell_documents where name = 'menu' for update;
  update shell_documents set content = coalesce((
  select json_agg(json_build_object('name', n.name, 'label', n.label,
      'url', coalesce(n.properties ->> 'url', ''), 'parent', n.properties ->> 'parent', 'needs', array(
        select code.name from relations needs join entities code on code.id = needs.target_id
        where needs.source_id = n.id and needs.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'requires_permission')
        order by code.name)) order by n.sort_order, n.id)
  from entities n where n.entity_type = 'nav_item' and n.is_active), '[]') where name = 'menu';
end $function$
;

CREATE OR REPLACE FUNCTION public.shell_settings_refresh()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform from shell_documents where name = 'settings' for update;
  update shell_documents set content = coalesce((
  select json_object_agg(s.name, s.properties ->> 'value') from entities s
  where s.entity_type = 'setting' and s.properties ? 'value'), '{}') where name = 'settings';
end $function$
;

CREATE OR REPLACE FUNCTION public.tallies_fold()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if current_setting('transaction_isolation') <> 'read committed' or not pg_try_advisory_xact_lock(hashtextextended('ahlt tallies', 0)) then
    return;
  end if;
  with gone as (delete from entity_tallies returning *)
  insert into entity_tallies select entity_type, is_active, sum(amount) from gone group by 1, 2 having sum(amount) <> 0;
  with gone as (delete from role_tallies returning *)
  insert into role_tallies select role_id, sum(amount) from gone group by 1 having sum(amount) <> 0;
end $function$
;

CREATE OR REPLACE FUNCTION public.tallies_grow()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  -- What adds them together comes here again.
  if pg_trigger_depth() = 2 and random() < 0.1 then perform tallies_fold(); end if;
  return null;
end $function$
;

CREATE TRIGGER tallies_grow AFTER INSERT ON entity_tallies FOR EACH STATEMENT EXECUTE FUNCTION tallies_grow();

CREATE TRIGGER tallies_grow AFTER INSERT ON role_tallies FOR EACH STATEMENT EXECUTE FUNCTION tallies_grow();

CREATE OR REPLACE FUNCTION public.tor_versions_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' and not exists (select from tor_versions) then return null; end if;
  raise exception 'adopted Terms of Reference stay as they are'
    using errcode = 'integrity_constraint_violation', constraint = 'tor_versions_stay';
end $function$
;

CREATE TRIGGER tor_versions_stay BEFORE DELETE OR UPDATE ON tor_versions FOR EACH ROW EXECUTE FUNCTION tor_versions_stay();

CREATE TRIGGER tor_versions_stay_all BEFORE TRUNCATE ON tor_versions FOR EACH STATEMENT EXECUTE FUNCTION tor_versions_stay();

CREATE OR REPLACE FUNCTION public.user_name_key(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN NORMALIZE(lower((NORMALIZE(name, NFKC) COLLATE pg_c_utf8)), NFKC)
;

CREATE OR REPLACE FUNCTION public.user_roles_refresh(ids bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if ids is null then return; end if;
  update user_roles u set first_role = n.first_role
  from (select id, (
    select min(lower(role.label)) from relations r join entities role on role.id = r.target_id
    where r.source_id = given.id and r.relation_type_id = (select id from entities where entity_type = 'relation_type' and name = 'has_role')) as first_role from unnest(ids) given(id)) n
  where u.user_id = n.id and u.first_role is distinct from n.first_role;
end $function$
;

CREATE OR REPLACE FUNCTION public.workflow_history_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' and tg_table_name = 'workflow_moves' then
    if not exists (select from entities where id = old.item_id) then return old; end if;
  end if;
  raise exception 'the history of a workflow stays as it is'
    using errcode = 'integrity_constraint_violation', constraint = 'workflow_history_stays';
end $function$
;

CREATE TRIGGER workflow_moves_stay BEFORE DELETE OR UPDATE ON workflow_moves FOR EACH ROW EXECUTE FUNCTION workflow_history_stays();

CREATE TRIGGER workflow_versions_stay BEFORE DELETE OR UPDATE ON workflow_versions FOR EACH ROW EXECUTE FUNCTION workflow_history_stays();

CREATE OR REPLACE FUNCTION public.written_before(ids bigint[])
 RETURNS bigint[]
 LANGUAGE plpgsql
 STABLE
AS $function$
declare lowest bigint; highest bigint; amount bigint; found bigint[];
begin
  select min(id), max(id), count(*) into lowest, highest, amount from unnest(ids) given(id);
  if highest - lowest < 4 * amount then
    select array_agg(e.id) into found from entities e
    where e.id between lowest and highest and e.id = any(ids) and not written_now(e.xmin, e.updated_at);
  else
    select array_agg(e.id) into found
    from unnest(ids) given(id)
      cross join lateral (select id, xmin, updated_at from entities where entities.id = given.id offset 0) e
    where not written_now(e.xmin, e.updated_at);
  end if;
  return found;
end $function$
;

CREATE OR REPLACE FUNCTION public.written_now(writer xid, moment timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((writer = (pg_current_xact_id())::xid) OR ((moment = now()) AND (((writer)::text)::bigint > (((pg_current_xact_id())::xid)::text)::bigint)))
;
