import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { unlessBroken } from '#app/db/connection.ts';
import { createDb } from '#app/db/database.ts';
import { createPool } from '#app/db/pool.ts';
import { withConnection } from '#app/db/with-connection.ts';
import { createDatabase } from '#test/support/postgres.ts';

const applicationName = 'ended while it was established';

/** The last message of PostgreSQL before it waits for the first statement: ReadyForQuery. */
const ready = Buffer.from('5a0000000549', 'hex');

/**
 * A way to PostgreSQL at which the first connection is ended as soon as it is established, and the
 * app receives both at once, as a busy process does.
 */
async function endingTheFirst(url: URL, end: () => Promise<unknown>) {
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    const isFirst = accepted === 1;
    const held: Buffer[] = [];
    const upstream = connect(Number(url.port), url.hostname);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.pipe(upstream);
    if (!isFirst) return void upstream.pipe(client);
    upstream.on('data', (chunk: Buffer) => {
      if (held.length === 0 && !chunk.subarray(-ready.length).equals(ready))
        return void client.write(chunk);
      if (held.push(chunk) > 1) return;
      const ended = once(upstream, 'end');
      void Promise.all([end(), ended]).then(() => client.end(Buffer.concat(held)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const way = new URL(url);
  way.port = String((server.address() as AddressInfo).port);
  return {
    url: way.href,
    accepted: () => accepted,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

test.each(['of its own', 'of a statement'])(
  'a connection %s that PostgreSQL ends while it is established is replaced by another',
  async (whose) => {
    await using database = await createDatabase({ from: 'empty' });
    await using stack = new AsyncDisposableStack();
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    stack.defer(() => admin.end());
    const way = stack.use(
      await endingTheFirst(new URL(database.url), () =>
        admin.query(
          'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1',
          [applicationName],
        ),
      ),
    );
    const pool = stack.use(createPool({ url: way.url, applicationName }));
    const asks = () =>
      whose === 'of its own'
        ? withConnection(pool, async (client) => (await client.query('select 1 as one')).rows)
        : createDb(pool)
            .selectNoFrom((expression) => expression.val(1).as('one'))
            .execute();
    expect(await unlessBroken(asks)).toHaveLength(1);
    expect(way.accepted()).toBe(2);
  },
);
