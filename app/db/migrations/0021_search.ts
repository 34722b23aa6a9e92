import type { Migration } from '../migration.ts';

/** The searched texts of each type beside its label; types without a line are not searched here. */
const searched: Readonly<Record<string, readonly string[]>> = {
  document: ['body'],
  suggestion: ['description'],
  proposal: ['description', 'rationale'],
  agenda_point: ['description', 'outcome_summary'],
  coa: ['description'],
  coa_section: ['content'],
  decision: ['decision_rationale'],
  meeting: ['location', 'notes'],
  minutes_section: ['content'],
  action_item: ['description'],
};

const cases = Object.entries(searched)
  .map(([type, keys]) => {
    const texts = keys.map((key) => `properties ->> '${key}'`).join(', ');
    return `    when '${type}' then concat_ws(E'\\n', ${texts})`;
  })
  .join('\n');

/** Types through which others belong to a committee, without being searched themselves. */
const between = ['minutes'];
const types = [...Object.keys(searched), ...between].map((type) => `'${type}'`).join(', ');

/**
 * Full text of everything that committees work on. Triggers keep it in the transaction of the
 * change, however it was made (spec search#index).
 */
export const search: Migration = {
  id: '0021',
  name: 'search',
  statements: [
    `create table search_documents (
  entity_id bigint primary key references entities (id) on delete cascade,
  words     tsvector not null,
  marks     text[] not null
)`,
    `comment on table search_documents is 'full text in the language of the setting documents.search_language: label (A) and text (B)'`,
    // In the index of the words, so what a reader may not see is not even looked at.
    `comment on column search_documents.marks is 'type:… and tor:… of each committee that it belongs to; tor:none without one'`,
    'create index search_documents_words on search_documents using gin (words, marks)',
    // A lookup of a common word reads all its entries; the newest documents of a type are read instead.
    'create index search_documents_newest on search_documents ((marks[1]), entity_id)',

    `create function search_text(type text, properties jsonb) returns text language sql immutable parallel safe as $$
  select case type
${cases}
  end
$$`,
    // A text of very many different words has no full text; its beginning has.
    `create function search_words(language text, title text, body text) returns tsvector language plpgsql stable as $$
begin
  return setweight(to_tsvector(language::regconfig, title), 'A') || setweight(to_tsvector(language::regconfig, body), 'B');
exception when program_limit_exceeded then
  return setweight(to_tsvector(language::regconfig, left(title, 1000)), 'A')
    || setweight(to_tsvector(language::regconfig, left(body, 40000)), 'B');
end $$`,
    // A new entity has no relations yet; those that follow add its committees.
    `create function search_index_added() returns trigger language plpgsql as $$
begin
  insert into search_documents (entity_id, words, marks)
  select id, search_words(document_language(), label, search_text(entity_type, properties)), array['type:' || entity_type, 'tor:none']
  from added where search_text(entity_type, properties) is not null;
  return null;
end $$`,
    `create trigger search_added after insert on entities
  referencing new table as added for each statement execute function search_index_added()`,
    `create function search_index_changed() returns trigger language plpgsql as $$
begin
  update search_documents
  set words = search_words(document_language(), new.label, search_text(new.entity_type, new.properties))
  where entity_id = new.id;
  return null;
end $$`,
    // By row: most updates touch nothing that is searched, and the condition costs them little.
    `create trigger search_changed after update on entities for each row
  when (new.entity_type in (${types}) and (new.label, search_text(new.entity_type, new.properties))
    is distinct from (old.label, search_text(old.entity_type, old.properties)))
  execute function search_index_changed()`,

    // Relation types from an item to its owner (up), and from an owner to what it owns (down).
    `create function search_ways(out up bigint[], out down bigint[]) language sql stable as $$
  select array_agg(id) filter (where properties ->> 'owner' = 'target' or name = 'scoped_to_tor'),
    array_agg(id) filter (where properties ->> 'owner' = 'source')
  from entities where entity_type = 'relation_type'
$$`,
    // The committees that own an item, at any depth, or that a document is written for.
    `create function search_committees(items bigint[]) returns table (item bigint, committee bigint) language plpgsql stable as $$
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
end $$`,
    // A relation that makes a committee the owner of something also does so for what that owns.
    `create function search_index_moved() returns trigger language plpgsql as $$
declare
  ways record := search_ways();
  moved bigint[];
begin
  with recursive below(id) as (
    select owned.id from relinked r, lateral (
      select id, entity_type from entities e
      where e.id = case when r.relation_type_id = any(ways.down) then r.target_id else r.source_id end offset 0) owned
    where r.relation_type_id = any(ways.up || ways.down) and owned.entity_type in (${types})
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
end $$`,
    `create trigger search_related after insert on relations
  referencing new table as relinked for each statement execute function search_index_moved()`,
    `create trigger search_unrelated after delete on relations
  referencing old table as relinked for each statement execute function search_index_moved()`,
    `create function search_index_again() returns trigger language plpgsql as $$
begin
  update search_documents d
  set words = search_words(document_language(), e.label, search_text(e.entity_type, e.properties))
  from entities e where e.id = d.entity_id;
  return null;
end $$`,
    `create trigger search_language after update on entities for each row
  when (new.entity_type = 'setting' and new.name = 'documents.search_language'
    and new.properties ->> 'value' is distinct from old.properties ->> 'value')
  execute function search_index_again()`,
  ],
};
