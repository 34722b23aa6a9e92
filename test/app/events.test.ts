import { sql } from 'kysely';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAuditTrail } from '#app/audit/record.ts';
import type { Tx } from '#app/db/database.ts';
import { consume } from '#app/events/consume.ts';
import type { DomainEvent, EventConsumer } from '#app/events/event.ts';
import { hasUnread, pruneEvents } from '#app/events/event-store.ts';
import { eventJobs } from '#app/events/index.ts';
import type { Audience } from '#app/ontology/audience.ts';
import { command } from '#app/ontology/command.ts';
import { insertEntity } from '#app/ontology/entities.ts';
import { refuse, saved } from '#app/ontology/outcome.ts';
import { inTransaction } from '#app/ontology/transaction.ts';
import type { AppServer } from '#test/support/app-server.ts';
import { failEachStatement } from '#test/support/fail-each-statement.ts';
import { app, minutes } from './app-fixture.ts';
import { imported } from './data-transfer-fixture.ts';
import { replica, statesOf } from './jobs-fixture.ts';
import { freshName, newActor } from './people-fixture.ts';

const eventually = { interval: 20 };

interface Noted {
  readonly name: string;
  readonly audience?: Audience | 'none';
}

/** Creates a committee and emits an event for some users. */
const note = command<Noted, string>(
  'entity.created',
  { may: () => true },
  async (tx, { input }) => {
    const { id } = await insertEntity(tx, { type: 'tor', name: input.name, label: input.name });
    const target = { type: 'tor', id, label: input.name };
    const after = { label: input.name, password: 'hunter2' };
    if (input.name === 'refused') throw refuse('No.');
    return saved({ target, after, value: id, ...(input.audience && { audience: input.audience }) });
  },
);

const labelsOf = async ({ services: { pool } }: AppServer): Promise<string[]> => {
  const { rows } = await pool.query<{ label: string }>(
    'select target_label as label from domain_events order by id',
  );
  return rows.map(({ label }) => label);
};

/** A consumer that records what it reads. */
function reader(
  name: string,
  work: (tx: Tx, events: readonly DomainEvent[]) => Promise<void> | void = () => undefined,
): EventConsumer & { readonly read: DomainEvent[] } {
  const read: DomainEvent[] = [];
  return {
    ...{ name, read },
    handle: async (tx, events) => {
      await work(tx, events);
      read.push(...events);
    },
  };
}

/** A consumer that starts now, and the replicas that run it. */
async function started(
  server: AppServer,
  consumers: readonly EventConsumer[],
  replicas = 1,
): Promise<void> {
  for (const { name } of consumers) await hasUnread(server.services.db, name);
  const jobs = eventJobs(server.services, consumers).filter(({ cron }) => cron === undefined);
  for (let count = 0; count < replicas; count += 1) replica(server, jobs);
}

const labelsRead = ({ read }: { read: readonly DomainEvent[] }) =>
  read.map(({ targetLabel }) => targetLabel);

describe('spec jobs#events', () => {
  test('a command emits what happened, to what, by whom and for whom, without secrets', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    const consumer = reader('test');
    await started(server, [consumer]);
    const audiences: readonly Audience[] = [
      { kind: 'permitted' },
      { kind: 'people', ids: ['4', '7'] },
      { kind: 'committee', id: '12' },
    ];
    for (const audience of audiences)
      await note(server.services, actor, { name: freshName(), audience });
    const made = await note(server.services, actor, { name: 'no words about it' });
    await expect.poll(() => consumer.read.length, eventually).toBe(4);
    expect(consumer.read.map(({ audience }) => audience)).toEqual([...audiences, audiences[0]]);
    expect(consumer.read[3]).toMatchObject({
      action: 'entity.created',
      actorId: actor.id,
      actorName: actor.name,
      targetType: 'tor',
      targetId: made.ok ? made.value : '',
      targetLabel: 'no words about it',
      before: null,
      after: { label: 'no words about it', password: '•••' },
    });
    expect(JSON.stringify(consumer.read)).not.toContain('hunter2');
  });

  test('refused, rolled back and private changes emit none', async () => {
    const server = await app();
    const { services } = server;
    const actor = await newActor(server, 'admin');
    await note(services, actor, { name: 'refused' });
    await note(services, actor, { name: 'silent', audience: 'none' });
    const rolledBack = inTransaction(services, async (tx, record) => {
      const target = { type: 'tor', id: '1', label: 'rolled back' };
      record([{ action: 'entity.created', actor, target, audience: { kind: 'permitted' } }]);
      await sql`delete from submissions`.execute(tx);
      throw new Error('taken back');
    });
    await expect(rolledBack).rejects.toThrow('taken back');
    expect(await labelsOf(server)).toEqual([]);
  });

  test('after a failure at any statement there is neither change nor event', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    const { traces } = await failEachStatement(note, {
      services: server.services,
      actor,
      input: { name: freshName(), audience: { kind: 'people', ids: ['4'] } },
    });
    expect(traces).toEqual([]);
    expect(await labelsOf(server)).toHaveLength(1);
  });

  test('it costs a command no further statement', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    const counted = async (audience: Audience | 'none') => {
      const before = server.queries.statements;
      await note(server.services, actor, { name: freshName(), audience });
      return server.queries.statements - before;
    };
    await counted('none');
    expect(await counted({ kind: 'permitted' })).toBe(await counted('none'));
  });

  test('events do not depend on where the audit log goes', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    const { services } = server;
    await services.pool.query(
      `update entity_properties set value = 'false' where key = 'value'
         and entity_id = (select id from entities where name = 'audit.enabled')`,
    );
    await note(services, actor, { name: 'log off' });
    const log = { info: () => undefined };
    const audit = createAuditTrail({ sinks: ['stdout'], environment: 'test', log });
    await note({ ...services, audit }, actor, { name: 'log elsewhere' });
    expect(await labelsOf(server)).toEqual(['log off', 'log elsewhere']);
  });

  test('an import is one event', async () => {
    const server = await app();
    const users = Array.from({ length: 20 }, () => ({
      ...{ entity_type: 'user', name: freshName(), label: 'Imported' },
    }));
    await imported(server.services as never, { entities: users, relations: [] });
    const { rows } = await server.services.pool.query('select action from domain_events');
    expect(rows).toEqual([{ action: 'data.imported' }]);
  });
});

describe('spec jobs#consumers', () => {
  test('a transaction that commits later is read later, and none is lost or read twice', async () => {
    const server = await app();
    const { services } = server;
    const actor = await newActor(server, 'admin');
    const consumer = reader('test');
    await started(server, [consumer], 2);
    await note(services, actor, { name: 'before' });
    await expect.poll(() => labelsRead(consumer), eventually).toEqual(['before']);

    const slow = new Client({ connectionString: server.databaseUrl });
    await slow.connect();
    onTestFinished(() => slow.end());
    const write = (label: string) =>
      slow.query(
        `insert into domain_events (action, actor_name, target_label, audience) values ('entity.created', 'x', $1, 'permitted')`,
        [label],
      );
    for (const end of ['commit', 'rollback']) {
      await slow.query('begin');
      await write(`slow ${end}`);
      const quick = note(services, actor, { name: `quick ${end}` });
      // It waits for the lock on the order, which the other one holds.
      await expect
        .poll(async () => {
          const { rows } = await services.pool.query(
            "select from pg_locks where locktype = 'advisory' and not granted",
          );
          return rows.length;
        }, eventually)
        .toBe(1);
      await slow.query(end);
      expect((await quick).ok).toBe(true);
    }
    const all = ['before', 'slow commit', 'quick commit', 'quick rollback'];
    await expect.poll(() => labelsRead(consumer), eventually).toEqual(all);
    expect(await labelsOf(server)).toEqual(all);
  });

  test('over two replicas each event is handled once, in order', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    const consumer = reader('test', () => new Promise((resolve) => setTimeout(resolve, 2)));
    await started(server, [consumer], 2);
    const names = Array.from({ length: 150 }, () => freshName());
    for (let from = 0; from < names.length; from += 10)
      await Promise.all(
        names.slice(from, from + 10).map((name) => note(server.services, actor, { name })),
      );
    await expect.poll(() => consumer.read.length, eventually).toBe(names.length);
    expect(labelsRead(consumer)).toEqual(await labelsOf(server));
  });

  test('a consumer that fails gets the same events again and holds up no other', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    let isBroken = true;
    const failing = reader('failing', () => {
      if (isBroken) throw new Error('the mail server is away');
    });
    const other = reader('other');
    await started(server, [failing, other]);
    for (const name of ['one', 'two']) await note(server.services, actor, { name });
    await expect.poll(() => labelsRead(other), eventually).toEqual(['one', 'two']);
    await expect.poll(() => statesOf(server, 'events.failing'), eventually).toEqual(['waiting']);
    isBroken = false;
    server.advance(minutes(2));
    await expect.poll(() => labelsRead(failing), eventually).toEqual(['one', 'two']);
    expect(labelsRead(other)).toEqual(['one', 'two']);
  });

  test('one that is killed between its work and its commit works again, and what it wrote is kept once', async () => {
    const server = await app();
    const { db, pool } = server.services;
    const actor = await newActor(server, 'admin');
    let kills = 1;
    const consumer = reader('test', async (tx, events) => {
      for (const { targetLabel } of events)
        await insertEntity(tx, { type: 'tor', name: `about_${targetLabel}`, label: 'A note' });
      kills -= 1;
      if (kills < 0) return;
      const { rows } = await pool.query<{ pid: number }>(
        "select pid from pg_stat_activity where state = 'idle in transaction' and datname = current_database()",
      );
      await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    });
    await hasUnread(db, 'test');
    for (const name of ['one', 'two']) await note(server.services, actor, { name });
    const signal = new AbortController().signal;
    await expect(consume(db, consumer, signal)).rejects.toThrow();
    expect(await consume(db, consumer, signal)).toBe(2);
    const { rows } = await pool.query(
      "select name from entities where name like 'about_%' order by id",
    );
    expect(rows).toEqual([{ name: 'about_one' }, { name: 'about_two' }]);
  });

  test('one that is dead waits for an administrator and loses nothing', async () => {
    const server = await app();
    const { pool } = server.services;
    const actor = await newActor(server, 'admin');
    const consumer = reader('test');
    await started(server, []);
    await hasUnread(server.services.db, 'test');
    await pool.query(
      "insert into jobs (kind, unique_key, state, max_attempts, due_at, created_at) values ('events.test', 'sole', 'dead', 1, now(), now())",
    );
    await note(server.services, actor, { name: 'one' });
    const sign = reader('sign');
    await started(server, [consumer, sign]);
    await note(server.services, actor, { name: 'two' });
    await expect.poll(() => labelsRead(sign), eventually).toEqual(['two']);
    expect(consumer.read).toEqual([]);
    const metrics = await server.services.metrics.registry.metrics();
    expect(metrics).toContain('domain_events_unread{consumer="test"} 2');
    await pool.query("update jobs set state = 'waiting' where kind = 'events.test'");
    await expect.poll(() => labelsRead(consumer), eventually).toEqual(['one', 'two']);
  });

  test('a new consumer begins with what comes next', async () => {
    const server = await app();
    const actor = await newActor(server, 'admin');
    await note(server.services, actor, { name: 'before' });
    const consumer = reader('test');
    await started(server, [consumer]);
    await note(server.services, actor, { name: 'after' });
    await expect.poll(() => labelsRead(consumer), eventually).toEqual(['after']);
  });

  test('events are removed a day after every consumer has read them', async () => {
    const server = await app();
    const { db, now } = server.services;
    const actor = await newActor(server, 'admin');
    const signal = new AbortController().signal;
    const [quick, late] = [reader('quick'), reader('late')];
    for (const { name } of [quick, late]) await hasUnread(db, name);
    for (const name of ['one', 'two']) await note(server.services, actor, { name });
    await consume(db, quick, signal);
    server.advance(minutes(60 * 25));
    expect(await pruneEvents(db, now())).toBe(0);
    await consume(db, late, signal);
    server.advance(-minutes(60 * 25));
    expect(await pruneEvents(db, now())).toBe(0);
    server.advance(minutes(60 * 25));
    expect(await pruneEvents(db, now())).toBe(2);
    await note(server.services, actor, { name: 'three' });
    await consume(db, quick, signal);
    expect(labelsRead(quick)).toEqual(['one', 'two', 'three']);
  });
});
