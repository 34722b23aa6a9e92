import { expect } from 'vitest';
import { connect } from '#app/db/connection.ts';
import { readContents } from '#app/graph/contents.ts';
import { type Contents, ContentsTally } from '#app/graph/digest.ts';
import { isIdentifier, nodeOf, relationshipOf } from '#app/graph/projection.ts';
import { type RelayOptions, startRelay } from '#app/graph/relay.ts';
import { openSnapshot } from '#app/graph/snapshot.ts';
import type { Stores } from './resync-fixture.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A relay between the two stores, as a process runs one; it ends with `await using`. */
export function relayOf(
  { driver, env, url }: Pick<Stores, 'driver' | 'env' | 'url'>,
  options: Partial<RelayOptions> = {},
): AsyncDisposable {
  const relay = startRelay({
    ...{ driver, env, log: quiet, pollMs: 100, debounceMs: 5, longestPauseMs: 300 },
    reconnectMs: 20,
    delayOf: () => 1,
    connect: () => connect({ url, applicationName: 'ahlt relay' }),
    ...options,
  });
  return { [Symbol.asyncDispose]: () => relay.stop(30_000) };
}

/** Waits until the outbox is empty. */
export const drained = ({ pool }: Pick<Stores, 'pool'>): Promise<void> =>
  expect
    .poll(async () => (await pool.query('select from graph_outbox')).rowCount, {
      interval: 20,
    })
    .toBe(0);

/** Expects the graph to be equal to the database. */
export async function expectEqual({
  pool,
  query,
  env,
}: Pick<Stores, 'pool' | 'query' | 'env'>): Promise<void> {
  expect(await readContents(query, env, 1_000)).toEqual(await contentsOf(pool, env));
}

async function contentsOf(pool: Stores['pool'], env: string): Promise<Contents> {
  const client = await pool.connect();
  try {
    await using snapshot = await openSnapshot(client, 1_000);
    const tally = new ContentsTally();
    for await (const page of snapshot.entities())
      for (const row of page) tally.addNode(nodeOf(row, env));
    for await (const page of snapshot.relations())
      for (const row of page)
        if (isIdentifier(row.type)) tally.addRelationship(relationshipOf(row, env));
    return tally.contents();
  } finally {
    client.release();
  }
}
