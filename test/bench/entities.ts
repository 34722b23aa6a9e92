import { Client } from 'pg';

/** Approximate numbers of entities and audit rows: a thousand, a hundred thousand, a million. */
export const worldSizes = { s: 1_000, m: 100_000, l: 1_000_000 } as const;
export type WorldSize = keyof typeof worldSizes;

/**
 * Percentage of entities per type: a million has 5,000 committees with 200,000 agenda points. Roles
 * are omitted, because ten thousand of them are unrealistic.
 */
const shares = {
  user: 15,
  tor: 0.5,
  tor_function: 15,
  meeting: 10,
  agenda_point: 20,
  suggestion: 10,
  proposal: 10,
  coa: 8,
  opinion: 5.5,
  decision: 4,
  document: 1,
  action_item: 1,
} as const;

type Filled = keyof typeof shares | 'role';

/** Ids of a type: consecutive, so that other rows can refer to one of them by number. */
interface Range {
  readonly first: number;
  readonly count: number;
}
type Ranges = Readonly<Record<Filled, Range>>;

export interface World {
  readonly entities: number;
  readonly auditRows: number;
}

/**
 * Fills a seeded database with a data set of a given size: users with roles, committees with
 * positions, meetings and their items, and a log with a valid chain. The same seed gives the same
 * data; its days end today, because retention counts from there.
 * @param url of a superuser, because triggers and foreign keys are disabled meanwhile
 */
export async function fillWorld(url: string, size: WorldSize, seed: number): Promise<World> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `set session_replication_role = replica; set statement_timeout = 0; set maintenance_work_mem = '256MB'; set work_mem = '64MB'`,
    );
    const ranges = await rangesOf(client, worldSizes[size]);
    const indices = await takeDownIndices(client);
    for (const statement of [
      ...entities(ranges),
      ...relations(ranges),
      ...accounts(ranges),
      log(ranges, worldSizes[size]),
    ]) {
      await client.query(statement.replaceAll('$seed', String(Math.trunc(seed))));
    }
    for (const definition of indices) await client.query(definition);
    // The triggers were disabled.
    await client.query('select kept_rebuild()');
    await client.query('analyze');
    for (const statement of kept) await client.query(statement);
    await client.query('vacuum analyze');
    return {
      entities: Object.values(ranges).reduce((sum, { count }) => sum + count, 0),
      auditRows: worldSizes[size],
    };
  } finally {
    await client.end();
  }
}

async function rangesOf(client: Client, entities: number): Promise<Ranges> {
  const { rows } = await client.query<{ last: string }>(
    'select coalesce(max(id), 0) as last from entities',
  );
  let first = Number(rows[0]?.last) + 1;
  const take = (count: number): Range => {
    const range = { first, count };
    first += count;
    return range;
  };
  const roles = take(Math.round(3 * Math.log10(entities)));
  const parts = Object.entries(shares).map(
    ([type, share]) => [type, take(Math.round((entities * share) / 100))] as const,
  );
  return { ...(Object.fromEntries(parts) as Record<keyof typeof shares, Range>), role: roles };
}

/** Building an index from all rows is several times faster than row by row. */
async function takeDownIndices(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class t on t.oid = i.indrelid
     where t.relname in ('entities', 'relations', 'audit_log') and t.relnamespace = 'public'::regnamespace
       and not i.indisprimary and not i.indisunique
     order by 1`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

/** A number from 0 to `below`, exclusive, derived from a number, a salt and the seed. */
const pick = (number: string, below: number | string, salt: number): string =>
  `((hashint8extended(${number}, $seed + ${salt}) & 9007199254740991) % ${below})`;

/** The id of some entity of a range. */
const some = ({ first, count }: Range, number: string, salt: number): string =>
  `${first} + ${pick(number, count, salt)}`;

/** The id of an entity of a range that each of its owners has equally often, by place. */
const inTurn = (own: Range, owners: Range): string =>
  `${owners.first} + (n - ${own.first}) % ${owners.count}`;

const oneOf = (words: readonly string[], number: string, salt: number): string =>
  `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + ${pick(number, words.length, salt)}]`;

const given =
  'Ada Alan Barbara Claude Dana Edsger Frances Grace Hedy Ines Jean Karen Linus Margaret Niklaus Olga Radia Sofia Tim Wanda'.split(
    ' ',
  );
const family =
  'Abel Brandt Cohen Dijk Eriksen Fischer Garcia Hopper Ivanov Jansen Keller Lovelace Meyer Novak Okafor Perlman Rossi Sato Turing Weber'.split(
    ' ',
  );
const subjects =
  'Budget Cloud Data Energy Facilities Hiring Identity Licence Network Office Privacy Quality Release Security Training Vendor'.split(
    ' ',
  );
const kinds = 'review plan change request report renewal migration survey'.split(' ');

const person = `${oneOf(given, 'n', 1)} || ' ' || ${oneOf(family, 'n', 2)}`;
const subject = `${oneOf(subjects, 'n', 1)} || ' ' || ${oneOf(kinds, 'n', 2)}`;

const labels: Readonly<Record<Filled, string>> = {
  role: `'Role ' || n`,
  user: person,
  tor: `${oneOf(subjects, 'n', 1)} || ' board ' || n`,
  tor_function: oneOf(['Chair', 'Secretary', 'Member', 'Advisory Member', 'Recorder'], 'n', 1),
  meeting: `${oneOf(subjects, 'n', 1)} || ' board ' || n || ' meeting'`,
  agenda_point: subject,
  suggestion: subject,
  proposal: subject,
  coa: `'Course of action: ' || ${subject}`,
  opinion: `'Opinion on ' || ${subject}`,
  decision: subject,
  document: subject,
  action_item: `'Prepare the ' || ${subject}`,
};

function entities(ranges: Ranges): readonly string[] {
  const values = properties(ranges);
  const filled = (Object.keys(labels) as Filled[]).map((type) => {
    const { first, count } = ranges[type];
    const pairs = Object.entries(values[type] ?? {}).map(([key, value]) => `'${key}', ${value}`);
    return `insert into entities (id, entity_type, name, label, sort_order, is_active, created_at, updated_at, properties) overriding system value
      select ${first - 1} + n, '${type}', '${type}_' || n, ${labels[type]}, 0, ${type === 'user' ? `${pick('n', 12, 3)} > 0` : 'true'}, made, made + ${pick('n', 400, 5)} * interval '1 hour', p.properties
      from generate_series(1::bigint, ${count}) n, lateral (select date_trunc('day', now()) - (400 + ${pick('n', 500_000, 4)}) * interval '1 minute' * 3 as made) m,
        lateral (select jsonb_build_object(${pairs.join(', ')}) as properties from (select ${first - 1} + n as n) id) p`;
  });
  return [
    ...filled,
    `select setval(pg_get_serial_sequence('entities', 'id'), (select max(id) from entities))`,
  ];
}

const day = (salt: number) => `(current_date - ${pick('n', 700, salt)}::integer)::text`;
const sentence = `${oneOf(subjects, 'n', 6)} || ' needs a ' || ${oneOf(kinds, 'n', 7)} || ' before the next period begins.'`;

/** The properties of a type, as SQL over the id `n`. */
function properties(
  ranges: Ranges,
): Readonly<Partial<Record<Filled, Readonly<Record<string, string>>>>> {
  const user = `(${some(ranges.user, 'n', 8)})::text`;
  const values: Readonly<Record<Exclude<Filled, 'role'>, Readonly<Record<string, string>>>> = {
    user: { email: `lower('person.' || (n - ${ranges.user.first}) || '@example.com')` },
    tor: {
      status: `'active'`,
      description: sentence,
      meeting_cadence: oneOf(['weekly', 'biweekly', 'monthly'], 'n', 9),
      cadence_time: `'09:30'`,
    },
    tor_function: {
      membership_type: oneOf(['mandatory', 'optional'], 'n', 9),
      description: sentence,
    },
    meeting: {
      // A committee meets every ten days, some of them ahead.
      meeting_date: `(current_date + 60 - 10 * ((n - ${ranges.meeting.first}) / ${ranges.tor.count})::integer)::text`,
      status: oneOf(['projected', 'confirmed', 'completed', 'cancelled'], 'n', 10),
      meeting_number: `'M-' || n`,
    },
    agenda_point: {
      title: subject,
      description: sentence,
      item_type: oneOf(['decision', 'informative'], 'n', 8),
      status: oneOf(['scheduled', 'in_progress', 'voted', 'completed'], 'n', 9),
      scheduled_date: day(10),
      created_by: user,
      priority: oneOf(['normal', 'high', 'urgent'], 'n', 11),
    },
    suggestion: {
      description: sentence,
      status: oneOf(['open', 'accepted', 'rejected'], 'n', 9),
      submitted_date: day(10),
      submitted_by_id: user,
    },
    proposal: {
      title: subject,
      description: sentence,
      rationale: sentence,
      status: oneOf(['draft', 'submitted', 'under_review', 'approved', 'rejected'], 'n', 9),
      submitted_date: day(10),
      submitted_by_id: user,
    },
    coa: { title: subject, description: sentence, coa_type: `'simple'` },
    opinion: { stance: oneOf(['support', 'oppose', 'neutral'], 'n', 9), rationale: sentence },
    decision: {
      tor_id: `(${inTurn(ranges.decision, ranges.tor)})::text`,
      decision_year: `to_char(current_date, 'YYYY')`,
      decision_number: `(1 + (n - ${ranges.decision.first}) / ${ranges.tor.count})::text`,
      decided_date: day(10),
      decided_by_id: user,
      decision_rationale: sentence,
    },
    document: { title: subject, doc_type: `'ad_hoc'`, body: sentence },
    action_item: {
      description: sentence,
      status: oneOf(['open', 'in_progress', 'done'], 'n', 9),
      due_date: `(current_date + 30 - ${pick('n', 90, 10)}::integer)::text`,
    },
  };
  return values;
}

const relationType = (name: string) =>
  `(select id from entities where entity_type = 'relation_type' and name = '${name}')`;

function relations({
  role,
  user,
  tor,
  tor_function,
  meeting,
  agenda_point,
  suggestion,
  proposal,
  coa,
  opinion,
  decision,
  document,
  action_item,
}: Ranges): readonly string[] {
  const each = ({ first, count }: Range, type: string, source: string, target: string, from = '') =>
    `insert into relations (relation_type_id, source_id, target_id) select ${relationType(type)}, ${source}, ${target}
     from generate_series(${first}::bigint, ${first + count - 1}) n ${from} on conflict do nothing`;
  // Everyone has a role, one in eleven two; one in a thousand is an administrator.
  const roles = `cross join lateral (select case when ${pick('n', 1000, 20)} = 0 then administrator when ${pick('n', 2, 21)} = 0 then ${some(role, 'n', 22)} else ordinary end as id
    union select ${some(role, 'n', 23)} where ${pick('n', 11, 24)} = 0) held`;
  const named = `cross join (select min(id) filter (where name = 'admin') as administrator, min(id) filter (where name <> 'admin') as ordinary from entities where entity_type = 'role') known`;
  return [
    `insert into relations (relation_type_id, source_id, target_id) select ${relationType('has_permission')}, n, p.id
     from generate_series(${role.first}::bigint, ${role.first + role.count - 1}) n, entities p
     where p.entity_type = 'permission' and p.name not like 'roles.%' and ${pick('n * 1000 + p.id', 4, 25)} = 0`,
    each(user, 'has_role', 'n', 'held.id', `${named} ${roles}`),
    each(tor_function, 'fills_position', some(user, 'n', 26), 'n'),
    ...[tor_function, meeting, agenda_point, action_item].map((range) =>
      each(range, 'belongs_to_tor', 'n', inTurn(range, tor)),
    ),
    each(suggestion, 'suggested_to', 'n', inTurn(suggestion, tor)),
    each(proposal, 'submitted_to', 'n', inTurn(proposal, tor)),
    each(document, 'scoped_to_tor', 'n', inTurn(document, tor)),
    // Numbers of meetings and points are multiples of that of committees, so both are of one.
    each(agenda_point, 'scheduled_for_meeting', 'n', inTurn(agenda_point, meeting)),
    each(decision, 'decision_on', 'n', inTurn(decision, agenda_point)),
    each(action_item, 'assigned_to', 'n', some(user, 'n', 33)),
    each(tor, 'feeds_into', 'n', some(tor, 'n', 28)),
    each(coa, 'considers_coa', some(agenda_point, 'n', 29), 'n'),
    each(opinion, 'opinion_by', 'n', some(user, 'n', 30)),
    each(opinion, 'opinion_on', 'n', some(agenda_point, 'n', 31)),
    each(opinion, 'prefers_coa', 'n', some(coa, 'n', 32)),
  ];
}

/** What triggers keep beside entities and relations of committees. */
const kept: readonly string[] = [
  `insert into document_versions (document_id, number, title, doc_type, body)
   select id, 1, label, properties ->> 'doc_type', properties ->> 'body' from entities where entity_type = 'document'
   on conflict do nothing`,
  `insert into decision_numbers (tor_id, year, last)
   select (properties ->> 'tor_id')::bigint, (properties ->> 'decision_year')::integer, max((properties ->> 'decision_number')::integer)
   from entities where entity_type = 'decision' and properties ? 'decision_number' group by 1, 2
   on conflict (tor_id, year) do nothing`,
  `insert into meeting_days (tor_id, meeting_date, meeting_id, takes_place)
   select r.target_id, m.properties ->> 'meeting_date', m.id, m.properties ->> 'status' <> 'cancelled'
   from relations r join entities m on m.id = r.source_id and m.entity_type = 'meeting'
   where r.relation_type_id = ${relationType('belongs_to_tor')} on conflict do nothing`,
  `with recursive owned(id, tor) as (
     select id, id from entities where entity_type = 'tor'
     union
     select x.id, o.tor from owned o cross join search_ways() ways, lateral (
       select r.source_id as id from relations r where r.target_id = o.id and r.relation_type_id = any(ways.up)
       union all
       select r.target_id from relations r where r.source_id = o.id and r.relation_type_id = any(ways.down)) x)
   insert into search_documents (entity_id, words, marks)
   select e.id, search_words(document_language(), e.label, search_text(e.entity_type, e.properties)),
     array['type:' || e.entity_type] || coalesce(array_agg('tor:' || o.tor) filter (where o.tor is not null), array['tor:none'])
   from entities e left join owned o on o.id = e.id
   where search_text(e.entity_type, e.properties) is not null group by e.id on conflict do nothing`,
];

/** Nine in ten have a password hash, which matches no password. */
const accounts = ({ user: { first, count } }: Ranges): readonly string[] => [
  `insert into credentials (user_id, password_hash, must_change, last_sign_in_at)
   select n, '$none$', ${pick('n', 20, 40)} = 0, case when ${pick('n', 5, 41)} > 0 then now() - ${pick('n', 90, 42)} * interval '1 day' end
   from generate_series(${first}::bigint, ${first + count - 1}) n where ${pick('n', 10, 43)} > 0`,
];

/**
 * Rows over the last sixty days, chained like the database does, but without locking the end of the
 * chain for each.
 */
const log = ({ user, tor, proposal }: Ranges, rows: number): string => `do $fill$
declare head audit_head; entry audit_log;
begin
  select * into strict head from audit_head for update;
  for entry in
    select head.seq + n, greatest(head.at, date_trunc('day', now()) - (${rows} - n) * (interval '60 days' / ${rows})), 'test', action,
      case ${pick('n', 50, 50)} when 0 then 'refused' when 1 then 'denied' else 'success' end, actor, 'user_' || (actor - ${user.first - 1}),
      '192.0.2.' || ${pick('n', 200, 51)}, 'Bench', null::text, null::text, split_part(action, '.', 1), target, ${subject}, 1::bigint,
      '{"label": "before", "status": "open"}'::jsonb, '{"label": "after", "status": "done"}'::jsonb, null::jsonb, ''::bytea, ''::bytea
    from generate_series(1::bigint, ${rows}) n, lateral (select
      ${oneOf(['user.updated', 'auth.login', 'auth.logout', 'proposal.updated', 'tor.updated', 'setting.updated', 'auth.failed'], 'n', 52)} as action,
      ${some(user, `${pick('n', 5000, 53)}`, 54)} as actor,
      case ${pick('n', 3, 55)} when 0 then ${some(user, 'n', 56)} when 1 then ${some(tor, 'n', 57)} else ${some(proposal, 'n', 58)} end as target) made
    order by n
  loop
    entry.previous_hash := head.hash;
    entry.hash := audit_digest(entry);
    insert into audit_log values (entry.*);
    head.seq := entry.seq; head.hash := entry.hash; head.at := entry.at;
  end loop;
  update audit_head set seq = head.seq, hash = head.hash, at = head.at;
end $fill$`;
