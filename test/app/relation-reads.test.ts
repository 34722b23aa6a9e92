import type pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDb } from '#app/db/database.ts';
import { mapReads } from '#app/governance-map/queries.ts';
import { createGraphRead, type ReadGraph } from '#app/graph/index.ts';
import type { PermissionCode } from '#app/ontology/actor.ts';
import { readIdleScene } from '#app/questions/idle-decisions/queries.ts';
import { idleRead } from '#app/questions/idle-decisions/read.ts';
import { readWaitScene } from '#app/questions/waits/queries.ts';
import { waitsRead } from '#app/questions/waits/read.ts';
import { affectedRead } from '#app/relation-reads/affected.ts';
import { permissionsRead } from '#app/relation-reads/permissions.ts';
import { reachRead } from '#app/relation-reads/reach.ts';
import { fromDatabase, fromGraph, type RelationRead } from '#app/relation-reads/read.ts';
import { seatsRead } from '#app/relation-reads/seats.ts';
import { vacanciesRead } from '#app/relation-reads/vacancies.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { freezingProxy } from '#test/support/freezing-proxy.ts';
import { neo4j } from '#test/support/neo4j.ts';
import { adminUrl } from '#test/support/postgres.ts';
import { addWorlds, today, worldSize } from './relation-worlds.ts';
import { prepareStores, stores } from './resync-fixture.ts';

beforeAll(prepareStores, 400_000);

const worlds = 80;
const all = ['feeds_into', 'escalates_to'] as const;

/** Each question about all subjects of all worlds at once, and how many answers that are per world. */
const { committees, users, positions } = worldSize;
const questions: Readonly<Record<string, readonly [answers: number, read: RelationRead<unknown>]>> =
  {
    'R1 committees of the map': [committees, mapReads.committees],
    'R1 dependencies of the map': [committees * committees * 2, mapReads.dependencies],
    'R2 and R3 seats and capabilities': [users * committees * 7, seatsRead({ day: today })],
    'R4 vacant mandatory positions': [positions, vacanciesRead(today)],
    'R5 downstream': [committees * committees, reachRead({ direction: 'downstream', kinds: all })],
    'R5 upstream': [committees * committees, reachRead({ direction: 'upstream', kinds: all })],
    'R5 escalation': [
      committees * committees,
      reachRead({ direction: 'downstream', kinds: ['escalates_to'] }),
    ],
    'R6 permissions': [users * 60, permissionsRead({})],
    'R7 people affected': [committees * users, affectedRead({ day: today })],
    'seats of those with many positions': [users, seatsRead({ day: today, moreThan: 1 })],
    'permissions of those with many positions': [users, permissionsRead({ moreThan: 1 })],
  } as unknown as Record<string, readonly [number, RelationRead<unknown>]>;

describe('spec graph#reads: SQL and Cypher give the same rows', () => {
  test(`in ${worlds} random worlds`, async () => {
    await using made = await stores('base');
    const { pool, driver, env } = made;
    await addWorlds(pool, worlds, 7);
    await made.resync();
    const db = createDb(pool);
    const failures: unknown[] = [];
    const readGraph = createGraphRead({
      ...{ driver, env, now: () => new Date(), deadlineMs: 120_000 },
      failed: (error) => failures.push(error),
    });
    let answers = 0;
    for (const [name, [perWorld, read]] of Object.entries(questions)) {
      const [graph, database] = [
        await fromGraph(readGraph, { read }),
        await fromDatabase(db, { read }),
      ];
      expect(failures, name).toEqual([]);
      expect(database.read.length, name).toBeGreaterThan(worlds / 2);
      expect(graph?.read, name).toEqual(database.read);
      answers += perWorld * worlds;
    }
    for (const id of await someCommittees(pool)) {
      const way = { direction: 'downstream', kinds: all } as const;
      const reads = {
        around: seatsRead({ day: today, around: id }),
        reached: seatsRead({ day: today, reachedFrom: { id, ...way } }),
        permissions: permissionsRead({ reachedFrom: { id, ...way } }),
        affected: affectedRead({ day: today, from: [id] }),
        one: seatsRead({ day: today, committees: [id] }),
      };
      const found = await fromGraph(readGraph, reads);
      expect(failures, id).toEqual([]);
      expect(found, id).toEqual(await fromDatabase(db, reads));
    }
    expect(failures).toEqual([]);
    expect(answers).toBeGreaterThan(100_000);
  });
});

describe('spec graph#reads: questions about histories have the same answer in both stores', () => {
  test('waits and idle decisions, for those who see all, some and none', async () => {
    await using made = await stores('demo');
    const { pool, driver, env } = made;
    const db = createDb(pool);
    await addHistories(pool);
    await made.resync();
    const readGraph = createGraphRead({
      ...{ driver, env, now: () => new Date(), deadlineMs: 120_000, pauseMs: 0 },
      failed: () => undefined,
    });
    const { rows: users } = await pool.query<{ id: string }>(
      `select distinct source_id::text as id from relations fills join entities kind on kind.id = fills.relation_type_id
       where kind.name = 'fills_position' order by 1 limit 4`,
    );
    const now = new Date();
    const all = new Set<PermissionCode>(['tor.list', 'workflow.manage']);
    const member = new Set<PermissionCode>([
      ...([
        'tor.list',
        'suggestion.view',
        'proposal.view',
        'agenda.view',
        'meetings.view',
      ] as const),
    ]);
    const askers = [
      { id: users[0]?.id ?? '', permissions: all, now },
      ...users.map(({ id }) => ({ id, permissions: member, now })),
      { id: '0', permissions: new Set<PermissionCode>(['tor.list']), now },
    ];
    const found: [waits: number, idle: number][] = [];
    for (const asker of askers) {
      const asked = { db, readGraph, config: { graphEnv: env } } as Parameters<
        typeof readWaitScene
      >[0];
      const { sees } = await readWaitScene(asked, asker, undefined);
      const decisions = await readIdleScene(asked, asker);
      const reads = {
        waits: waitsRead({ asker, sees, days: 365, committee: undefined }),
        lately: waitsRead({ asker, sees, days: 3, committee: undefined }),
        idle: idleRead({ asker, days: 7, sees: decisions.sees }),
        old: idleRead({ asker, days: 400, sees: decisions.sees }),
      };
      const database = await fromDatabase(db, reads);
      for (const [name, read] of Object.entries(reads))
        expect(
          await answered(readGraph, read as RelationRead<unknown>),
          `${name} ${asker.id}`,
        ).toEqual(database[name as keyof typeof reads]);
      found.push([database.waits.length, database.idle.length]);
    }
    const [everything, ...some] = found;
    expect(everything?.every((count) => count > 5)).toBe(true);
    expect(some.some(([waits]) => waits > 0 && waits < (everything?.[0] ?? 0))).toBe(true);
    expect(some.at(-1)).toEqual([0, 0]);
  });
});

/** The answer of the graph, which plans a statement for seconds when it sees it first. */
const answered = (readGraph: ReadGraph, read: RelationRead<unknown>): Promise<readonly unknown[]> =>
  eventually(async () => {
    const found = await fromGraph(readGraph, { read });
    if (found === undefined) throw new Error('The graph did not answer.');
    return found.read;
  });

/** Proposals with histories, and decisions with and without action items, in the demo committees. */
async function addHistories(pool: pg.Pool): Promise<void> {
  await pool.query(`
    with number as (select generate_series(1, 200) as n),
    committee as (select id, row_number() over (order by id) as place, count(*) over () as many
      from entities where entity_type = 'tor'),
    made as (
      insert into entities (entity_type, name, label, properties)
      select 'proposal', 'history_' || n, 'History ' || n, jsonb_build_object(
        'status', (array['draft', 'submitted', 'under_review', 'approved', ''])[1 + n % 5],
        'submitted_date', (array['2025-01-02', '2026-02-31', 'soon', '2026-03-04T05:06:07', ''])[1 + n % 5])
      from number returning id, name),
    decided as (
      insert into entities (entity_type, name, label, properties)
      select 'decision', 'decided_' || n, 'Decided ' || n, jsonb_build_object('decision_year', '2026',
        'decision_number', n::text, 'decided_date', (array['2025-01-02', 'soon', '2026-03-04T05:06:07'])[1 + n % 3])
      from number where n <= 60 returning id, name),
    acts as (
      insert into entities (entity_type, name, label, properties)
      select 'action_item', 'act_' || n, 'Act ' || n, jsonb_build_object('status', (array['done', 'open'])[1 + n % 2])
      from number where n <= 40 returning id, name)
    insert into relations (relation_type_id, source_id, target_id)
    select kind.id, item.id, committee.id
    from (select id, name, 'submitted_to' as relation from made union all select id, name, 'belongs_to_tor' from decided) item
      join entities kind on kind.entity_type = 'relation_type' and kind.name = item.relation
      join committee on committee.place = 1 + substring(item.name from '[0-9]+')::integer % committee.many
    union all
    select kind.id, acts.id, decided.id from acts
      join decided on substring(decided.name from '[0-9]+') = substring(acts.name from '[0-9]+')
      join entities kind on kind.entity_type = 'relation_type' and kind.name = 'action_item_of'`);
  await pool.query(`
    with version as (
      insert into workflow_versions (scope, number, definition, since) values ('proposal', 999, '{}', now()) returning number)
    insert into workflow_moves (item_id, scope, version, from_status, to_status, moved_at, moved_by)
    select e.id, 'proposal', version.number, (array['draft', 'submitted', 'under_review'])[move], 'submitted',
      now() - make_interval(hours => 2400 / (move + 1) - (e.id * 37 % 500)::integer, secs => 0.123456), 'Test'
    from entities e cross join version cross join generate_series(1, 3) as move
    where e.name like 'history_%' and e.id % 4 >= move order by e.id, move`);
}

async function someCommittees(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id::text from entities where entity_type = 'tor' order by id limit 25`,
  );
  return rows.map(({ id }) => id);
}

describe('spec graph#current: pages', () => {
  test('the graph answers only while it is current and responds', async () => {
    await using made = await stores('demo');
    const { pool, query } = made;
    const env = `q-${made.env.slice(0, 8)}`;
    const access = await neo4j();
    const { hostname, port } = new URL(access.uri);
    await using proxy = await freezingProxy({ host: hostname, port: Number(port) });
    const { rows } = await pool.query<{ url: string; board: string }>(
      `select current_database() as url, (select id::text from entities where name = 'change_advisory_board') as board`,
    );
    const [{ url: name = '', board = '' } = {}] = rows;
    const url = Object.assign(new URL(adminUrl()), { pathname: `/${name}` }).href;
    await using app = await startAppServer({
      url,
      environment: {
        ...{ NEO4J_URI: `bolt://127.0.0.1:${proxy.port}`, GRAPH_ENV: env },
        ...{ NEO4J_USER: access.user, NEO4J_PASSWORD: access.password },
      },
    });
    await using plain = await startAppServer({ url });
    const [admin, other] = [await app.signIn('admin'), await plain.signIn('admin')];
    // A node of another environment with the same id, and data that looks like a statement.
    await query(
      `create (:Entity:tor {env: $other, id: toInteger($id), is_active: true, label: 'Elsewhere'})
         -[:feeds_into]->(:Entity:tor {env: $other, id: toInteger($id) + 1, is_active: true, label: 'Elsewhere too'})`,
      { other: `${env}-other`, id: board },
    );
    await pool.query(
      `update entities set properties = properties || '{"x}) detach delete n //": "true"}' where id = $1`,
      [board],
    );
    const root = '/governance/questions';
    const paths = [
      ...[`${root}/positions?more_than=2`, `${root}/dead-ends`, '/governance/map'],
      `${root}/idle-decisions?days=0`,
    ];
    const source = async (path = `${root}/dead-ends`) => {
      const before = app.queries.statements;
      const { headers } = await admin.get(path);
      expect(app.queries.statements - before, path).toBeLessThanOrEqual(3);
      return headers.get('ahlt-source');
    };
    // The server plans a statement when it sees it for the first time, which may take seconds.
    const fromTheGraph = (path?: string) =>
      eventually(async () => {
        app.advance(6_000);
        expect(await source(path), path).toBe('graph');
      });
    expect(await source()).toBe('database');
    await made.resync({ env });
    for (const path of paths) {
      await fromTheGraph(path);
      const one = await admin.get(path);
      const two = await other.get(path);
      expect(words(one.text), path).toBe(words(two.text));
    }
    // Its times go on between two requests.
    await fromTheGraph(`${root}/waits`);
    await pool.query(`update entities set label = 'Renamed board' where id = $1`, [board]);
    const renamed = await admin.get('/governance/map');
    expect(renamed.headers.get('ahlt-source')).toBe('database');
    expect(renamed.text).toContain('Renamed board');
    await made.resync({ env });
    await fromTheGraph();
    const failures = () =>
      app.log.filter(({ msg }) => String(msg).startsWith('the graph did not answer')).length;
    const earlier = failures();
    proxy.freeze();
    expect(await source()).toBe('database');
    expect(await source()).toBe('database');
    expect(failures() - earlier).toBe(1);
    proxy.thaw();
    await fromTheGraph();
    for (const each of [env, `${env}-other`])
      await query('match (n:Entity {env: $each}) detach delete n', { each });
  });
});

/** The content of a page, which is the same whoever is signed in. */
const words = (text: string): string =>
  /<main[\s\S]*<\/main>/.exec(text)?.[0].replace(/<p class="only-print[\s\S]*$/, '') ?? '';
