import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db, Tx } from '#app/db/database.ts';
import { positionsOf, vacancyCountOf } from '#app/positions/index.ts';
import { openStore, type Store } from './kernel-fixture.ts';

let store: Store;
let db: Db;
beforeAll(async () => {
  store = await openStore('demo');
  ({ db } = store);
});
afterAll(() => store[Symbol.asyncDispose]());

/** Everything that triggers maintain, in one document, with increments summed up. */
async function kept(on: Db = db): Promise<unknown> {
  const { rows } = await sql`select
    (select json_agg(g order by role_id) from (select role_id, codes from role_grants where codes <> '{}') g) as grants,
    (select json_agg(t order by entity_type, is_active) from (
      select entity_type, is_active, sum(amount) as amount from entity_tallies group by 1, 2 having sum(amount) <> 0) t) as entities,
    (select json_agg(t order by role_id) from (select role_id, sum(amount) as amount from role_tallies group by 1 having sum(amount) <> 0) t) as holders,
    (select json_agg(u order by user_id) from user_roles u) as "firstRoles",
    (select json_agg(p order by position_id, tor_id) from committee_positions p) as positions,
    (select json_object_agg(name, content) from shell_documents) as documents`.execute(on);
  return rows[0];
}

/** The same, computed now. */
const foundOut = async (): Promise<unknown> => {
  let found: unknown;
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`select kept_rebuild()`.execute(tx);
      found = await kept(tx);
      throw new Error('nothing of it is to stay');
    })
    .catch(() => undefined);
  return found;
};

const idOf = async (type: string, name: string, on: Db = db): Promise<string> => {
  const { rows } = await sql<{
    id: string;
  }>`select id from entities where entity_type = ${type} and name = ${name}`.execute(on);
  return rows[0]?.id ?? '';
};

const relate = (on: Db, type: string, source: string, target: string) =>
  sql`
  insert into relations (relation_type_id, source_id, target_id)
  select t.id, ${source}::bigint, ${target}::bigint from entities t where t.entity_type = 'relation_type' and t.name = ${type}`.execute(
    on,
  );
const unrelate = (on: Db, type: string, source: string, target: string) =>
  sql`
  delete from relations r using entities t where t.id = r.relation_type_id and t.name = ${type} and r.source_id = ${source} and r.target_id = ${target}`.execute(
    on,
  );
const insertUser = async (on: Db, name: string): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    insert into entities (entity_type, name, label) values ('user', ${name}, ${name}) returning id`.execute(
    on,
  );
  return rows[0]?.id ?? '';
};

describe('maintained figures equal computed ones', () => {
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['after the seed', async () => undefined],
    ['a user comes', () => insertUser(db, 'kept_one')],
    [
      'and gets a role',
      async () =>
        relate(db, 'has_role', await idOf('user', 'kept_one'), await idOf('role', 'editor')),
    ],
    [
      'another one, too',
      async () =>
        relate(db, 'has_role', await idOf('user', 'kept_one'), await idOf('role', 'manager')),
    ],
    [
      'is called something else',
      () => sql`update entities set label = 'Kept Otherwise' where name = 'kept_one'`.execute(db),
    ],
    [
      'its roles change their order',
      () =>
        sql`update entities set label = 'Zz Editor' where entity_type = 'role' and name = 'editor'`.execute(
          db,
        ),
    ],
    [
      'loses it',
      async () =>
        unrelate(db, 'has_role', await idOf('user', 'kept_one'), await idOf('role', 'editor')),
    ],
    [
      'and the last',
      async () =>
        unrelate(db, 'has_role', await idOf('user', 'kept_one'), await idOf('role', 'manager')),
    ],
    [
      'is switched off',
      () => sql`update entities set is_active = false where name = 'kept_one'`.execute(db),
    ],
    ['goes', () => sql`delete from entities where name = 'kept_one'`.execute(db)],
    [
      'a role is made',
      () =>
        sql`insert into entities (entity_type, name, label) values ('role', 'kept_role', 'Kept')`.execute(
          db,
        ),
    ],
    [
      'and given something',
      async () =>
        relate(
          db,
          'has_permission',
          await idOf('role', 'kept_role'),
          await idOf('permission', 'users.list'),
        ),
    ],
    [
      'a permission is switched off',
      () => sql`update entities set is_active = false where name = 'users.list'`.execute(db),
    ],
    [
      'and on',
      () => sql`update entities set is_active = true where name = 'users.list'`.execute(db),
    ],
    [
      'a role of users goes',
      () => sql`delete from entities where entity_type = 'role' and name = 'manager'`.execute(db),
    ],
    [
      'a permission goes',
      () =>
        sql`delete from entities where entity_type = 'permission' and name = 'warnings.view'`.execute(
          db,
        ),
    ],
    [
      'a menu entry is renamed',
      () => sql`update entities set label = 'Everybody' where name = 'admin.users'`.execute(db),
    ],
    [
      'and leads elsewhere',
      () =>
        sql`update entity_properties set value = '/x' where key = 'url' and entity_id = (select id from entities where name = 'admin.users')`.execute(
          db,
        ),
    ],
    ['and goes', () => sql`delete from entities where name = 'admin.users'`.execute(db)],
    [
      'a setting is set',
      () =>
        sql`update entity_properties set value = 'Other' where key = 'value' and entity_id = (select id from entities where name = 'app.name')`.execute(
          db,
        ),
    ],
    ['amounts are put together', () => sql`select tallies_fold()`.execute(db)],
  ];

  test.each(steps)('%s', async (_, step) => {
    await step();
    expect(await kept()).toEqual(await foundOut());
  });

  test('amounts that were put together are few', async () => {
    await sql`select tallies_fold()`.execute(db);
    const { rows } = await sql<{ rows: number; kinds: number }>`
      select count(*)::int as rows, count(distinct (entity_type, is_active))::int as kinds from entity_tallies`.execute(
      db,
    );
    expect(rows[0]?.rows).toBe(rows[0]?.kinds);
  });
});

/**
 * Two transactions of which the second starts its work before the first ends, and ends after it.
 */
async function sideBySide(
  first: (tx: Tx) => Promise<unknown>,
  second: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const one = db.transaction().execute(async (tx) => {
    await first(tx);
    begun.resolve();
    await go.promise;
  });
  await begun.promise;
  const other = db.transaction().execute(second);
  await sql`select pg_sleep(0.1)`.execute(db);
  go.resolve();
  await Promise.all([one, other]);
}

/** Terms of users in one position, and the days on which a seat is vacant, of those asked. */
const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01', '2026-06-30', '2026-07-01'];

describe('spec positions#vacancies: the days without a holder are kept', () => {
  const board = { id: '', position: '', users: [] as string[] };
  beforeAll(async () => {
    const insert = async (type: string, properties = {}) => {
      const { rows } = await sql<{ id: string }>`
        insert into entities (entity_type, name, label, properties)
        values (${type}, ${`vacant_${type}`}, 'Vacant', ${JSON.stringify(properties)}) returning id`.execute(
        db,
      );
      return rows[0]?.id ?? '';
    };
    board.id = await insert('tor');
    board.position = await insert('tor_function', { membership_type: 'mandatory' });
    await relate(db, 'belongs_to_tor', board.position, board.id);
    board.users = [await insertUser(db, 'vacant_one'), await insertUser(db, 'vacant_two')];
  });

  const fill = (user: number, properties: object) =>
    sql`
    insert into relations (relation_type_id, source_id, target_id, properties)
    select t.id, ${board.users[user]}::bigint, ${board.position}::bigint, ${JSON.stringify(properties)}::jsonb
    from entities t where t.entity_type = 'relation_type' and t.name = 'fills_position'
    on conflict (relation_type_id, source_id, target_id) do update set properties = excluded.properties`.execute(
      db,
    );
  test.each<[string, () => Promise<unknown>, string]>([
    ['no one', async () => undefined, '111111'],
    ['a user from a day on', () => fill(0, { since: '2026-03-01' }), '111000'],
    ['a user up to a day', () => fill(0, { until: '2026-02-01' }), '001111'],
    [
      'a user between two days',
      () => fill(0, { since: '2026-02-01', until: '2026-02-28' }),
      '100111',
    ],
    [
      'a user again later',
      () =>
        fill(0, {
          until: '2026-01-31',
          terms: JSON.stringify([{ since: '2026-03-01', until: '2026-06-30' }, 'nothing']),
        }),
      '011001',
    ],
    ['two users in turn', () => fill(1, { since: '2026-02-01', until: '2026-02-28' }), '000001'],
    ['a substitute', () => fill(1, { capacity: 'substitute_for' }), '011001'],
    ['an acting holder', () => fill(1, { capacity: 'acting', since: '2026-07-01' }), '011000'],
    ['a term that ends before it begins', () => fill(1, { since: '2', until: '1' }), '011001'],
    [
      'a user who is deleted',
      () => sql`delete from entities where name = 'vacant_one'`.execute(db),
      '111111',
    ],
    [
      'an optional position',
      () =>
        sql`update entities set properties = '{"membership_type": "optional"}' where id = ${board.position}`.execute(
          db,
        ),
      '000000',
    ],
    ['a position that leaves', () => unrelate(db, 'belongs_to_tor', board.position, board.id), ''],
  ])('%s', async (_, change, expected) => {
    await change();
    expect(await kept()).toEqual(await foundOut());
    const { rows } = await sql<{ vacant: string }>`
      select string_agg((p.is_mandatory and p.vacant @> day)::integer::text, '' order by day) as vacant
      from committee_positions p, unnest(${days}::text[]) day where p.position_id = ${board.position}`.execute(
      db,
    );
    expect(rows[0]?.vacant ?? '').toBe(expected);
    for (const day of days) {
      const asked = sql<string>`${day}::text`;
      const { rows: counted } = await sql<{ kept: number; shown: { vacancies: number } }>`
        select ${vacancyCountOf(sql`${board.id}::bigint`, asked)} as kept,
          ${positionsOf(sql`${board.id}::bigint`, asked, { limit: 5 })} as shown`.execute(db);
      expect(counted[0]?.kept).toBe(counted[0]?.shown.vacancies);
    }
  });
});

describe('two at the same moment', () => {
  test('each fills one seat for some days: neither is lost', async () => {
    const ids = await sql<{ id: string }>`
      insert into entities (entity_type, name, label) values ('tor', 'shared_tor', 'Shared'), ('tor_function', 'shared_seat', 'Shared')
      returning id`.execute(db);
    const [tor, seat] = ids.rows.map(({ id }) => id);
    await relate(db, 'belongs_to_tor', seat ?? '', tor ?? '');
    const users = [await insertUser(db, 'shared_one'), await insertUser(db, 'shared_two')];
    const [one = '', other = ''] = users;
    await sideBySide(
      (tx) => relate(tx, 'fills_position', one, seat ?? ''),
      (tx) => relate(tx, 'fills_position', other, seat ?? ''),
    );
    await sideBySide(
      (tx) => unrelate(tx, 'fills_position', one, seat ?? ''),
      (tx) => unrelate(tx, 'fills_position', other, seat ?? ''),
    );
    expect(await kept()).toEqual(await foundOut());
  });

  test('each takes one of the two roles of a user: then there is none', async () => {
    const user = await insertUser(db, 'kept_two');
    const [editor, viewer] = [await idOf('role', 'editor'), await idOf('role', 'viewer')];
    for (const role of [editor, viewer]) await relate(db, 'has_role', user, role);
    await sideBySide(
      (tx) => unrelate(tx, 'has_role', user, editor),
      (tx) => unrelate(tx, 'has_role', user, viewer),
    );
    const { rows } = await sql`
      select from user_roles where user_id = ${user} and first_role is null`.execute(db);
    expect(rows).toHaveLength(1);
    expect(await kept()).toEqual(await foundOut());
  });

  test('one gives a role while the other renames it: its user is sorted by the new label', async () => {
    const role = await idOf('role', 'editor');
    const rename = (label: string) => (tx: Tx) =>
      sql`update entities set label = ${label} where id = ${role}`.execute(tx);
    const users = [await insertUser(db, 'kept_renamed'), await insertUser(db, 'kept_given')];
    const [one = '', other = ''] = users;
    await sideBySide((tx) => relate(tx, 'has_role', one, role), rename('Quite Different'));
    await sideBySide(rename('Different Again'), (tx) => relate(tx, 'has_role', other, role));
    const { rows } = await sql`
      select first_role as role from user_roles where user_id = any(${users}::bigint[])`.execute(
      db,
    );
    expect(rows).toEqual([{ role: 'different again' }, { role: 'different again' }]);
    expect(await kept()).toEqual(await foundOut());
  });

  test('each gives something to one role: it has both', async () => {
    const role = await idOf('role', 'viewer');
    const [one, other] = [
      await idOf('permission', 'audit.view'),
      await idOf('permission', 'settings.manage'),
    ];
    await sideBySide(
      (tx) => relate(tx, 'has_permission', role, one),
      (tx) => relate(tx, 'has_permission', role, other),
    );
    expect(await kept()).toEqual(await foundOut());
  });

  test('users are added while amounts are folded: no one waits, and none is lost', async () => {
    await sideBySide(
      async (tx) => {
        await insertUser(tx, 'kept_three');
        await sql`select tallies_fold()`.execute(tx);
      },
      async (tx) => {
        await insertUser(tx, 'kept_four');
        await sql`select tallies_fold()`.execute(tx);
      },
    );
    await Promise.all(Array.from({ length: 200 }, (_, n) => insertUser(db, `kept_many_${n}`)));
    expect(await kept()).toEqual(await foundOut());
  });

  test('rolled back changes were never counted', async () => {
    const before = await kept();
    const undone = db.transaction().execute(async (tx) => {
      await insertUser(tx, 'kept_five');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await kept()).toEqual(before);
  });
});

test('amounts summed up by each page stay few rows, however many changes there are', async () => {
  const rows = () =>
    sql<{ n: number }>`select count(*)::integer as n from entity_tallies`.execute(db);
  const kinds =
    'select count(*)::integer as n from (select distinct entity_type, is_active from entities) k';
  const lying: number[] = [];
  for (let n = 0; n < 400; n += 1) {
    await sql`insert into entities (entity_type, name, label) values ('note', ${`tallied ${n}`}, '')`.execute(
      db,
    );
    lying.push((await rows()).rows[0]?.n ?? Number.NaN);
  }
  const [types] = (await sql.raw<{ n: number }>(kinds).execute(db)).rows;
  // Ten on average; without folding it would be fifty.
  expect(lying.reduce((sum, n) => sum + n, 0) / lying.length - (types?.n ?? 0)).toBeLessThan(25);
  await sql`delete from entities where entity_type = 'note' and name like 'tallied %'`.execute(db);
});
