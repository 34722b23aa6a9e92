import type { Migration } from '../migration.ts';

/** What a version keeps of a document. */
const content = 'title, doc_type, body';

/** The same of a row of `entities`, in `old` or `new`. */
const contentOf = (row: 'old' | 'new') =>
  `${row}.label, coalesce(${row}.properties ->> 'doc_type', 'ad_hoc'), coalesce(${row}.properties ->> 'body', '')`;

/**
 * Versions of documents, and attachments of documents and items. Triggers keep versions, so they are complete however
 * a document was written (spec documents#versions).
 */
export const documents: Migration = {
  id: '0014',
  name: 'documents',
  statements: [
    // No foreign keys to users: a version outlives those who saved and approved it.
    `create table document_versions (
  document_id    bigint not null references entities (id) on delete cascade,
  number         integer not null check (number > 0),
  title          text not null,
  doc_type       text not null,
  body           text not null,
  saved_at       timestamptz not null default now(),
  saved_by_id    bigint,
  saved_by       text,
  restored_from  integer,
  approved_at    timestamptz,
  approved_by_id bigint,
  approved_by    text,
  primary key (document_id, number),
  check ((approved_at is null) = (approved_by is null))
)`,
    `comment on table document_versions is 'one row per transaction that changed title, type or body; an approved row never changes'`,
    // A transaction makes one version, however many statements it has. The command says who saves.
    `create function document_keep_version() returns trigger language plpgsql as $$
declare
  author bigint := nullif(current_setting('ahlt.document_author', true), '')::bigint;
  source integer := nullif(current_setting('ahlt.document_restores', true), '')::integer;
  latest document_versions;
begin
  select * into latest from document_versions where document_id = new.id order by number desc limit 1;
  if latest.saved_at = now() and latest.approved_at is null then
    update document_versions set (${content}) = (${contentOf('new')})
    where document_id = new.id and number = latest.number;
  else
    insert into document_versions (document_id, number, ${content}, saved_by_id, saved_by, restored_from)
    values (new.id, coalesce(latest.number, 0) + 1, ${contentOf('new')}, author,
      (select label from entities where id = author), source);
  end if;
  return null;
end $$`,
    `create trigger document_first_version after insert on entities for each row
  when (new.entity_type = 'document') execute function document_keep_version()`,
    `create trigger document_next_version after update on entities for each row
  when (new.entity_type = 'document' and (${contentOf('new')}) is distinct from (${contentOf('old')}))
  execute function document_keep_version()`,
    // Versions only grow: the transaction that made one may complete it, and an approval is added.
    `create function document_versions_stay() returns trigger language plpgsql as $$
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
end $$`,
    `create trigger document_versions_stay before update or delete on document_versions
  for each row execute function document_versions_stay()`,
    `create trigger document_versions_stay_all before truncate on document_versions
  for each statement execute function document_versions_stay()`,
    'revoke truncate on document_versions from "<runtime>"',

    `create function document_language() returns text language sql stable as $$
  select coalesce((
    select c.cfgname::text from entities s join pg_ts_config c on c.cfgname = s.properties ->> 'value'
    where s.entity_type = 'setting' and s.name = 'documents.search_language' limit 1), 'simple')
$$`,
    // Declared in app/documents.
    `create index document_created on entities ((lower("left"(properties ->> 'created_date', 128)) is null), coalesce(lower("left"(properties ->> 'created_date', 128)), ''), id)
  where entity_type = 'document'`,
    `create index document_created_desc on entities ((lower("left"(properties ->> 'created_date', 128)) is not null), coalesce(lower("left"(properties ->> 'created_date', 128)), ''), id)
  where entity_type = 'document'`,
    String.raw`create index document_search on entities
  using gin (lower(E'\x1f ' || label || E'\x1f ' || coalesce(properties ->> 'body', '')) gin_trgm_ops)
  where entity_type = 'document'`,

    `create table attachments (
  id             bigint generated always as identity primary key,
  entity_id      bigint not null references entities (id) on delete cascade,
  name           text not null check (char_length(name) between 1 and 255),
  media_type     text not null check (char_length(media_type) <= 127),
  bytes          bigint not null check (bytes >= 0),
  sha256         bytea check (octet_length(sha256) = 32),
  uploaded_at    timestamptz not null,
  uploaded_by_id bigint,
  uploaded_by    text not null,
  is_complete    boolean not null default false,
  check (not is_complete or sha256 is not null)
)`,
    `comment on column attachments.entity_id is 'the document, proposal, agenda point or course of action that it belongs to'`,
    `comment on column attachments.is_complete is 'false while its pieces arrive; nothing shows it until then'`,
    'create index attachments_entity on attachments (entity_id, id)',
    'create index attachments_arriving on attachments (uploaded_at) where not is_complete',
    // A file is stored and sent in pieces, so no process holds a whole one.
    `create table attachment_pieces (
  attachment_id bigint not null references attachments (id) on delete cascade,
  number        integer not null check (number >= 0),
  content       bytea not null check (octet_length(content) between 1 and 262144),
  primary key (attachment_id, number)
)`,
    // Most files are compressed already.
    'alter table attachment_pieces alter column content set storage external',
  ],
};
