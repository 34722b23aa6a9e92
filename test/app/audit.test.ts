import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Client, escapeIdentifier } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuditTrail } from '#app/audit/record.ts';
import { pruneAudit } from '#app/audit/retention.ts';
import { verifyChain } from '#app/audit/verify.ts';
import { migrate } from '#app/db/migrate.ts';
import { createPool } from '#app/db/pool.ts';
import { systemActor } from '#app/ontology/actor.ts';
import type { AuditEntry } from '#app/ontology/audit-trail.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import { createDatabase } from '#test/support/postgres.ts';
import { openStore, type Store } from './kernel-fixture.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

const entry = (label: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'auth.login',
  actor: systemActor('somebody'),
  target: { type: 'user', id: '1', label },
  ...more,
});
const write = (store: Store, ...entries: AuditEntry[]) =>
  inTransaction(store, async (_tx, record) => record(entries));

/** A log of twelve rows, changed by a superuser. */
async function tamperedBy(...statements: string[]) {
  await using store = await openStore('base');
  for (let row = 1; row <= 12; row += 1)
    await write(store, entry(`row ${row}`, { details: { row } }));
  const client = new Client({ connectionString: store.url });
  await client.connect();
  try {
    // Disables triggers, as the owner of the server can.
    await client.query('set session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    return await verifyChain(store.db);
  } finally {
    await client.end();
  }
}

const copy = (from: number, to: number) =>
  `insert into audit_log select ${to}, a.at, a.environment, a.action, a.outcome, a.actor_id, 'forged', a.address, a.user_agent, a.session_hash, a.request_id,
     a.target_type, a.target_id, a.target_label, a.target_version, a.before, a.after, a.details, a.previous_hash, a.hash from audit_log a where seq = ${from}`;

describe('spec audit-log#chain: verifying finds', () => {
  test('none in an intact log', async () => {
    expect(await tamperedBy()).toMatchObject({
      ok: true,
      rows: 12,
      pruned: '0',
      head: { seq: '12' },
      faults: [],
    });
  });

  test.each([
    ['an edited name', ["update audit_log set actor_name = 'another' where seq = 5"], ['edited']],
    [
      'an edited detail',
      [`update audit_log set details = '{"row": 55}' where seq = 5`],
      ['edited'],
    ],
    [
      'an edited moment',
      ["update audit_log set at = at + interval '1 microsecond' where seq = 5"],
      ['edited'],
    ],
    [
      'a value that became nothing',
      ['update audit_log set target_label = null where seq = 5'],
      ['edited'],
    ],
    [
      'an edit with a digest made to fit',
      [
        "update audit_log set actor_name = 'x' where seq = 5",
        'update audit_log a set hash = audit_digest(a) where seq = 5',
      ],
      ['unlinked'],
    ],
    ['a deleted row', ['delete from audit_log where seq = 5'], ['missing', 'unlinked']],
    [
      'a deleted row whose gap was closed',
      ['delete from audit_log where seq = 5', 'update audit_log set seq = seq - 1 where seq > 5'],
      ['unlinked', 'edited'],
    ],
    ['the first row deleted', ['delete from audit_log where seq = 1'], ['missing', 'unlinked']],
    ['the last rows deleted', ['delete from audit_log where seq > 10'], ['end']],
    ['everything deleted', ['delete from audit_log'], ['end']],
    ['an added row at the end', [copy(12, 13)], ['unlinked', 'edited', 'end']],
    [
      'an added row in the middle',
      [
        'update audit_log set seq = seq + 1001 where seq > 5',
        'update audit_log set seq = seq - 1000 where seq > 1000',
        copy(5, 6),
      ],
      ['edited', 'unlinked'],
    ],
    [
      'two rows swapped',
      [
        'update audit_log set seq = 100 where seq = 5',
        'update audit_log set seq = 5 where seq = 6',
        'update audit_log set seq = 6 where seq = 100',
      ],
      ['unlinked', 'edited'],
    ],
    [
      'a beginning that was cut off',
      [
        'delete from audit_log where seq < 4',
        'update audit_head set pruned_seq = 3, pruned_hash = (select previous_hash from audit_log where seq = 4)',
      ],
      ['beginning'],
    ],
  ] as const)('%s', async (_, statements, kinds) => {
    const { ok, faults } = await tamperedBy(...statements);
    expect(ok).toBe(false);
    expect([...new Set(faults.map(({ kind }) => kind))]).toEqual(
      expect.arrayContaining([...kinds]),
    );
  });

  test('a log that was rewritten as a whole, with a witness from elsewhere', async () => {
    await using store = await openStore('base');
    for (const label of ['one', 'two', 'three']) await write(store, entry(label));
    const { seq, hash } = (store.lines[1] ?? { audit: {} }).audit as { seq: string; hash: string };
    await using pool = createPool({ url: store.url, poolMax: 1, applicationName: 'test' });
    await pool.query('set session_replication_role = replica');
    await pool.query(`do $$ declare r audit_log; last bytea := decode(repeat('00', 32), 'hex'); begin
      for r in select * from audit_log order by seq loop
        r.actor_name := 'nobody'; r.previous_hash := last; last := audit_digest(r);
        update audit_log set actor_name = r.actor_name, previous_hash = r.previous_hash, hash = last where seq = r.seq;
      end loop; update audit_head set hash = last; end $$`);
    expect(await verifyChain(store.db)).toMatchObject({ ok: true });
    expect(await verifyChain(store.db, { witness: { seq, hash } })).toMatchObject({
      ok: false,
      faults: [{ seq: '2', kind: 'edited' }],
    });
    expect(await verifyChain(store.db, { witness: { seq: '9', hash } })).toMatchObject({
      ok: false,
      faults: [{ kind: 'missing' }],
    });
  });
});

describe('the log only grows', () => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  let owner: Client;
  let runtime: Client;

  // A database as provided by the operator: an owner that migrates, and a runtime role.
  beforeAll(async () => {
    const database = stack.use(await createDatabase({ from: 'empty' }));
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    const role = `${database.name}_app`;
    await admin.query(`create role ${escapeIdentifier(role)} login password '${name}'; grant usage on schema public to ${escapeIdentifier(role)};
      alter default privileges grant select, insert, update, delete on tables to ${escapeIdentifier(role)};
      alter default privileges grant usage, select on sequences to ${escapeIdentifier(role)};
      alter default privileges grant usage on schemas to ${escapeIdentifier(role)}`);
    await migrate(database.url);
    const url = new URL(database.url);
    url.username = role;
    url.password = name;
    owner = admin;
    runtime = new Client({ connectionString: url.href });
    await runtime.connect();
    stack.defer(async () => {
      await runtime.end();
      await admin.query(
        `drop owned by ${escapeIdentifier(role)}; drop role ${escapeIdentifier(role)}`,
      );
      await admin.end();
    });
  });

  const insert = `insert into audit_log (environment, action, outcome, actor_name) values ('test', 'auth.login', 'success', 'x') returning seq`;

  test('the role that serves adds and reads', async () => {
    expect((await runtime.query(insert)).rows).toEqual([{ seq: '1' }]);
    expect((await runtime.query('select actor_name from audit_log')).rows).toEqual([
      { actor_name: 'x' },
    ]);
  });

  test('number, moment and digest are not the caller’s to choose', async () => {
    const { rows } = await runtime.query(
      `insert into audit_log (seq, at, hash, previous_hash, environment, action, outcome, actor_name)
       values (77, '2001-01-01', sha256('a'), sha256('b'), 'test', 'auth.login', 'success', 'x') returning seq, at > now() - interval '1 hour' as now, hash <> sha256('a') as own`,
    );
    expect(rows).toEqual([{ seq: '2', now: true, own: true }]);
  });

  test.each([
    "update audit_log set actor_name = 'y'",
    'update audit_log set action = action where false',
    'delete from audit_log',
    'truncate audit_log',
    'update audit_head set seq = 0',
    "insert into audit_head values (true, 0, sha256('a'), now(), 0, sha256('a'))",
    'delete from audit_head',
    'alter table audit_log disable trigger all',
    'set session_replication_role = replica',
  ])('the role that serves can’t %s', async (statement) => {
    await expect(runtime.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test.each([
    "update audit_log set actor_name = 'y'",
    'delete from audit_log',
    'delete from audit_log where false',
    'truncate audit_log',
  ])('not even its owner can %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toMatchObject({
      code: '42501',
      message: 'the audit log only grows',
    });
  });
});

test('any number of writers at once make one chain, without a gap', async () => {
  await using store = await openStore('base');
  await Promise.all(
    Array.from({ length: 60 }, (_, row) =>
      write(store, entry(`writer ${row}`), entry(`second of ${row}`)),
    ),
  );
  expect(await verifyChain(store.db)).toMatchObject({ ok: true, rows: 120, head: { seq: '120' } });
});

test('a change that is taken back leaves no gap either', async () => {
  await using store = await openStore('base');
  await write(store, entry('kept'));
  const failing = inTransaction(store, async (tx, record) => {
    record([entry('lost')]);
    await store.audit.record(tx, [entry('lost, too')]);
    throw new Error('after all');
  });
  await expect(failing).rejects.toThrow('after all');
  await write(store, entry('next'));
  expect(await verifyChain(store.db)).toMatchObject({ ok: true, rows: 2 });
  expect(store.lines).toHaveLength(2);
});

describe('the switch audit.enabled', () => {
  const set = (store: Store, value: string) =>
    sql`update entity_properties set value = ${value}
      where key = 'value' and entity_id = (select id from entities where name = 'audit.enabled')`.execute(
      store.db,
    );

  test('covers both sinks, except for events that are always recorded', async () => {
    await using store = await openStore('base');
    await set(store, 'false');
    await write(
      store,
      entry('silent'),
      entry('setting', { action: 'setting.updated', always: true }),
    );
    expect(store.lines.map(({ audit }) => audit['target_label'])).toEqual(['setting']);
    await set(store, 'true');
    await write(store, entry('heard'));
    expect(store.lines.map(({ audit }) => audit['target_label'])).toEqual(['setting', 'heard']);
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, rows: 2 });
  });

  test('spec audit-log#sinks: to stdout and to the database, each chosen by AUDIT_SINK', async () => {
    await using store = await openStore('base');
    const lines: object[] = [];
    const only = (...sinks: string[]) => ({
      ...store,
      audit: createAuditTrail({
        sinks,
        environment: 'test',
        log: { info: (facts) => void lines.push(facts) },
      }),
    });
    await write(only('stdout'), entry('line'));
    await write(only('db'), entry('row'));
    expect([lines.length, (await verifyChain(store.db)).rows]).toEqual([1, 1]);
  });

  test.each(['prod', 'staging'])(
    'switches nothing off in %s, whatever the database holds',
    async (environment) => {
      await using store = await openStore('base');
      await set(store, 'false');
      const audit = createAuditTrail({ sinks: ['db'], environment, log: { info: () => {} } });
      await write({ ...store, audit }, entry('heard'));
      expect(await verifyChain(store.db)).toMatchObject({ ok: true, rows: 1 });
    },
  );
});

test('texts of any kind are kept as far as they can be', async () => {
  await using store = await openStore('base');
  const label = `${'é'.repeat(300)}`;
  await write(
    store,
    entry(label, {
      actor: { id: null, name: 'a\u0000b\ud800', origin: { userAgent: 'x'.repeat(9999) } },
      after: { text: 'y\u0000'.repeat(5000), ['__proto__x']: 1 },
    }),
  );
  const { rows } = await sql`
    select actor_name, length(target_label) as label, length(user_agent) as agent, after
    from audit_log`.execute(store.db);
  const after = { text: expect.stringMatching(/^y+… \(10,000 characters\)$/) };
  expect(rows).toMatchObject([{ actor_name: 'ab\ufffd', label: 255, agent: 512, after }]);
  expect(await verifyChain(store.db)).toMatchObject({ ok: true });
});

describe('spec audit-log#retention: retention', () => {
  /** A log whose rows have the given ages in days, with an intact chain. */
  async function aged(store: Store, retention: string, ...days: number[]): Promise<void> {
    for (const age of days) await write(store, entry(`${age} days`));
    await using pool = createPool({ url: store.url, poolMax: 1, applicationName: 'test' });
    await pool.query('set session_replication_role = replica');
    await pool.query(
      `update entities set properties = properties || '{"value": "${retention}"}' where entity_type = 'setting' and name = 'audit.retention_days'`,
    );
    for (const [place, age] of days.entries()) {
      await pool.query(`update audit_log set at = now() - interval '${age} days' where seq = $1`, [
        place + 1,
      ]);
      await pool.query(
        `update audit_log set previous_hash = coalesce((select hash from audit_log where seq = $1 - 1), previous_hash) where seq = $1`,
        [place + 1],
      );
      await pool.query('update audit_log a set hash = audit_digest(a) where seq = $1', [place + 1]);
    }
    await pool.query(
      'update audit_head set hash = (select hash from audit_log order by seq desc limit 1)',
    );
  }

  test.each([
    ['90', [400, 91, 89, 1], 2],
    ['3650', [4000, 400, 1], 1],
    ['0', [4000, 1], 0],
    ['-5', [400, 80, 1], 1],
    ['99999', [400, 80, 1], 1],
    ['soon', [400, 80, 1], 1],
    ['1', [400, 80, 2, 0], 1],
  ])('of %s days removes from rows that are %j days old %i', async (retention, days, removed) => {
    await using store = await openStore('base');
    await aged(store, retention, ...days);
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, rows: days.length });
    expect(await pruneAudit(store, 'test')).toBe(removed);
    const sealed = removed > 0 ? 1 : 0;
    expect(await verifyChain(store.db)).toMatchObject({
      ok: true,
      rows: days.length - removed + sealed,
      pruned: String(removed),
    });
    expect(store.lines.slice(days.length).map(({ audit }) => audit['action'])).toEqual(
      removed > 0 ? ['audit.pruned'] : [],
    );
    expect(await pruneAudit(store, 'test')).toBe(0);
  });

  test('continues where it was, and so does the chain', async () => {
    await using store = await openStore('base');
    await aged(store, '90', 400, 200, 1);
    await pruneAudit(store, 'test');
    await write(store, entry('after'));
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, rows: 3, pruned: '2' });
  });
});

test('the digest covers every column of the log, those of later migrations included', async () => {
  await using store = await openStore('base');
  await write(store, entry('row', { details: { row: 1 } }));
  const client = new Client({ connectionString: store.url });
  await client.connect();
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `select a.attname as name, a.atttypid::regtype::text as type from pg_attribute a
     where a.attrelid = 'audit_log'::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> 'hash'`,
  );
  const others: Readonly<Record<string, unknown>> = {
    ...{
      bigint: 424_242,
      text: 'other',
      jsonb: { other: true },
      bytea: '\\x00',
      'timestamp with time zone': '2001-02-03T04:05:06Z',
    },
  };
  const uncovered: string[] = [];
  for (const { name, type } of columns) {
    const { rows } = await client.query<{ same: boolean }>(
      `select audit_digest(a) = audit_digest(jsonb_populate_record(a, jsonb_build_object($1::text, $2::jsonb))) as same
       from audit_log a limit 1`,
      [name, JSON.stringify(others[type] ?? `no other value for ${type}`)],
    );
    if (rows[0]?.same !== false) uncovered.push(name);
  }
  await client.end();
  expect([columns.length >= 19, uncovered]).toEqual([true, []]);
});
