import { verify } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { seedContent } from '#app/seed/content/index.ts';
import { seedDigest } from '#app/seed/index.ts';
import { emptyDatabase } from './seed-fixture.ts';

const [base, demo] = [seedContent('base'), seedContent('demo')];
/** What the demo content adds to the base. */
const added = {
  entities: demo.entities.length - base.entities.length,
  relations: demo.relations.length - base.relations.length,
};

test('base arrives complete and is noted in the ledger', async () => {
  await using database = await emptyDatabase();
  const result = await database.seed();
  expect(result).toMatchObject({
    profile: 'base',
    digest: seedDigest('base'),
    unchanged: false,
    adminPasswordGenerated: true,
  });
  expect(result.entities).toEqual({
    created: base.entities.length,
    updated: 0,
    kept: 0,
    yielded: 0,
  });
  expect(result.relations).toEqual({
    created: base.relations.length,
    updated: 0,
    kept: 0,
    yielded: 0,
  });
  const { rows } = await database.pool.query(
    'select profile, digest, app_version, counts from ledger.seeds',
  );
  expect(rows).toEqual([
    {
      ...{ profile: 'base', digest: result.digest, app_version: '1.0.0' },
      counts: expect.objectContaining({
        version: result.version,
        entities: result.entities,
      }) as unknown,
    },
  ]);
});

test('spec seed#idempotence: the same content again changes nothing, not even the ledger', async () => {
  await using database = await emptyDatabase();
  await database.seed();
  const before = await database.contents();
  const again = await database.seed({ now: new Date('2027-06-01T12:00:00Z') });
  expect(again).toMatchObject({
    unchanged: true,
    adminPasswordGenerated: false,
    entities: { created: 0, kept: base.entities.length },
  });
  expect(again).not.toHaveProperty('adminPassword');
  expect(await database.contents()).toEqual(before);
  expect((await database.pool.query('select from ledger.seeds')).rowCount).toBe(1);
});

test('switching from base to demo adds, and switching back keeps', async () => {
  await using database = await emptyDatabase();
  await database.seed();
  const switched = await database.seed({ profile: 'demo' });
  expect(switched.entities).toEqual({
    created: added.entities,
    updated: 0,
    kept: base.entities.length,
    yielded: 0,
  });
  expect(switched.relations).toEqual({
    created: added.relations,
    updated: 0,
    kept: base.relations.length,
    yielded: 0,
  });
  const before = await database.contents();
  const back = await database.seed();
  expect(back).toMatchObject({
    unchanged: false,
    entities: { created: 0, updated: 0, kept: base.entities.length, yielded: 0 },
  });
  expect(await database.contents()).toEqual(before);
});

test('none seeds nothing and records that in the ledger', async () => {
  await using database = await emptyDatabase();
  expect(await database.seed({ profile: 'none' })).toMatchObject({
    unchanged: false,
    adminPasswordGenerated: false,
  });
  expect(await database.contents()).toEqual([]);
  expect((await database.pool.query('select profile from ledger.seeds')).rows).toEqual([
    { profile: 'none' },
  ]);
});

test('spec seed#references: references become ids, and the ToR of an agenda point is a relation only', async () => {
  await using database = await emptyDatabase();
  await database.seed({ profile: 'demo' });
  const { rows } = await database.pool.query<{ name: string }>(
    `select u.name from entities s join entity_properties p on p.entity_id = s.id and p.key = 'submitted_by_id'
     join entities u on u.id = p.value::bigint where s.name in ('suggestion_bc_procurement', 'revised_procurement_policy') order by s.name`,
  );
  expect(rows.map(({ name }) => name)).toEqual(['charlie', 'alice']);
  const named = await database.pool.query(
    `select from entities where entity_type = 'agenda_point' and properties ? 'tor_id'`,
  );
  expect(named.rowCount).toBe(0);
});

test('spec seed#days: demo days surround the day of seeding and fit their cadence', async () => {
  await using database = await emptyDatabase();
  await database.seed({ profile: 'demo', now: new Date('2028-02-19T23:30:00Z') });
  const { rows } = await database.pool.query<{
    name: string;
    label: string;
    day: string;
    number: string;
  }>(
    `select e.name, e.label, max(value) filter (where key = 'meeting_date') as day, max(value) filter (where key = 'meeting_number') as number
     from entities e join entity_properties p on p.entity_id = e.id where e.entity_type = 'meeting' and e.name !~ '2028' group by e.id order by e.id`,
  );
  expect(rows.map(({ name, day }) => `${name} ${day}`)).toEqual([
    ...[
      'igb_meeting_1 2028-01-05',
      'igb_meeting_2 2028-02-02',
      'igb_meeting_3 2028-03-01',
      'igb_meeting_4 2028-04-05',
    ],
    ...['cab_meeting_2 2028-02-17', 'cab_meeting_3 2028-02-18', 'cab_meeting_4 2028-03-02'],
    'bc_meeting_1 2028-02-02',
  ]);
  expect(rows[0]).toMatchObject({
    label: 'IT Governance Board — 2028-01-05',
    number: 'IGB-2028-01',
  });
});

test('spec seed#first-passwords, sign-in#initial-passwords: the first password comes from the configuration, has to be changed, and stays out of properties and ledger', async () => {
  await using database = await emptyDatabase();
  const password = 'a given first password';
  const result = await database.seed({ bootstrapPassword: password });
  expect(result).toMatchObject({ adminPasswordGenerated: false });
  expect(result).not.toHaveProperty('adminPassword');
  const [credential, ...others] = await credentials(database);
  expect(others).toEqual([]);
  expect(credential).toMatchObject({
    name: 'admin',
    must_change: true,
    hash: expect.stringMatching(/^\$argon2id\$/) as unknown,
  });
  expect(await verify(credential?.hash ?? '', password)).toBe(true);
  expect(
    (await database.contents()).filter(
      (line) => line.includes('argon2') || line.includes(password),
    ),
  ).toEqual([]);
  const ledger = JSON.stringify((await database.pool.query('select * from ledger.seeds')).rows);
  expect(ledger).not.toContain(password);
});

test('spec seed#first-passwords: a generated password is returned once and is the one that was stored', async () => {
  await using database = await emptyDatabase();
  const { adminPassword = '' } = await database.seed();
  const [credential] = await credentials(database);
  expect(await verify(credential?.hash ?? '', adminPassword)).toBe(true);
});

test('spec seed#first-passwords: all ten demo users share a password of their own, which they may keep', async () => {
  await using database = await emptyDatabase();
  const { adminPassword, demoPassword = '' } = await database.seed({
    profile: 'demo',
    bootstrapPassword: 'first',
  });
  expect(adminPassword).toBeUndefined();
  const demo = (await credentials(database)).filter(({ name }) => name !== 'admin');
  expect(demo.map(({ name }) => name)).toEqual([
    'alice',
    'bob',
    'charlie',
    'diana',
    'eva',
    'frank',
    'grace',
    'henry',
    'irene',
    'jack',
  ]);
  expect(demo.every(({ must_change }) => !must_change)).toBe(true);
  expect(await Promise.all(demo.map(({ hash }) => verify(hash, demoPassword)))).toEqual(
    demo.map(() => true),
  );
  expect(new Set(demo.map(({ hash }) => hash)).size).toBe(10);
});

test('a password that was changed outlives every later seeding', async () => {
  await using database = await emptyDatabase();
  await database.seed();
  await database.change(`update credentials set password_hash = '$changed', must_change = false`);
  await database.seed({ profile: 'demo', bootstrapPassword: 'another' });
  expect((await credentials(database)).find(({ name }) => name === 'admin')).toMatchObject({
    hash: '$changed',
    must_change: false,
  });
});

test('spec seed#profiles: prod refuses demo data', async () => {
  await using database = await emptyDatabase();
  await expect(database.seed({ profile: 'demo', env: 'prod' })).rejects.toMatchObject({
    code: 'seed_demo_in_prod',
  });
  expect(await database.contents()).toEqual([]);
});

const summary = `select
  (select json_agg(json_build_array(d.properties ->> 'decision_number', d.properties ->> 'chosen_title', exists (
      select from relations c where c.source_id = d.id and c.relation_type_id = t.id)) order by d.id)
    from entities d, entities t where d.entity_type = 'decision' and t.entity_type = 'relation_type' and t.name = 'corrects') as decisions,
  (select json_agg(json_build_array(b.method, b.result ->> 'reason', (select count(*) from ballot_votes v where v.ballot_id = b.id),
      (select count(*) from ballot_proxies p where p.ballot_id = b.id))) from ballots b) as ballots,
  (select json_agg(json_build_array(m.properties ->> 'status', (select count(*) from minutes_signatures s where s.minutes_id = m.id),
      a.sha256 = sha256(convert_to(minutes_record(m.id), 'UTF8'))) order by m.id)
    from entities m left join approved_minutes a on a.minutes_id = m.id where m.entity_type = 'minutes') as minutes,
  (select count(*)::integer from audit_log a where a.hash <> audit_digest(a)) as broken,
  (select count(*)::integer from audit_log) as recorded,
  (select json_agg(distinct verdict ->> 'verdict') from entities a, jsonb_array_elements((a.properties ->> 'decided')::jsonb) verdict
    where a.entity_type = 'amendment') as parts,
  (select json_agg(json_build_array(w.url, w.disabled_because)) from webhook_endpoints w) as webhooks,
  (select json_agg(w.to_status order by w.id) from workflow_moves w join entities m on m.id = w.item_id
    where m.name = 'cab_meeting_3') as running,
  (select max(moved_at) < '2026-11-24T12:00:01Z' from workflow_moves) as passed`;

test('spec seed#story: the demo has a vote, a decision with its correction, signed minutes and a draft', async () => {
  await using database = await emptyDatabase();
  await database.seed({ profile: 'demo' });
  const { rows } = await database.pool.query(summary);
  expect(rows).toEqual([
    {
      decisions: [
        ['1', 'Every second Wednesday', false],
        ['2', 'Every second Wednesday', true],
      ],
      ballots: [['ranked', 'majority', 4, 1]],
      minutes: [
        ['approved', 2, true],
        ['draft', 0, null],
      ],
      webhooks: [['https://calendar.example.com/hooks/ahlt', 'user']],
      running: ['confirmed', 'in_progress'],
      ...{ broken: 0, recorded: expect.any(Number), parts: ['accepted', 'refused'], passed: true },
    },
  ]);
  expect(rows[0].recorded).toBeGreaterThan(40);
});

test('spec seed#story: it is left out where an administrator arranged things differently', async () => {
  await using database = await emptyDatabase();
  await database.seed();
  await database.change(
    `delete from entities where entity_type = 'workflow_transition' and name = 'meeting.in_progress_to_completed'`,
  );
  expect(await database.seed({ profile: 'demo' })).toMatchObject({ unchanged: false });
  const { rows } = await database.pool.query(
    `select (select count(*)::integer from audit_log) as recorded,
       (select count(*)::integer from entities where entity_type in ('decision', 'minutes')) as made`,
  );
  expect(rows).toEqual([{ recorded: 0, made: 0 }]);
});

async function credentials({ pool }: Awaited<ReturnType<typeof emptyDatabase>>) {
  const { rows } = await pool.query<{ name: string; hash: string; must_change: boolean }>(
    'select e.name, c.password_hash as hash, c.must_change from credentials c join entities e on e.id = c.user_id order by e.name',
  );
  return rows;
}

test('spec seed#profiles: in the demo a secretary sets up committees, and members read documents', () => {
  const targets = (type: string, source: string) =>
    demo.relations.filter((one) => one.type === type && one.source === source);
  const codesOf = (name: string) =>
    targets('has_role', `user:${name}`)
      .flatMap(({ target }) => targets('has_permission', target))
      .map(({ target }) => target.replace('permission:', ''));
  expect(codesOf('eva')).toEqual(
    expect.arrayContaining(['tor.create', 'tor.edit', 'tor.manage_members', 'document.create']),
  );
  for (const member of ['alice', 'charlie', 'grace'])
    expect(codesOf(member)).toEqual(
      expect.arrayContaining(['tor.list', 'meetings.view', 'document.view']),
    );
});
