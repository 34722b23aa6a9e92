import { explainConnectionLoss } from '../db/connection.ts';
import { createPool } from '../db/pool.ts';
import { AppError } from '../errors.ts';
import { createGraphDriver } from '../graph/driver.ts';
import { type ResyncResult, resync } from '../graph/resync.ts';
import type { CommandContext, Outcome } from './commands.ts';

/**
 * A page takes milliseconds; the limit only catches a database that hangs. The transaction itself
 * stays open as long as the graph takes.
 */
const statementTimeoutMs = 300_000;

export async function runResync({ config, log }: CommandContext): Promise<Outcome> {
  const { database, graph, graphEnv } = config;
  if (graph === undefined)
    throw new AppError('configuration', {
      message: 'NEO4J_URI is not set: expected the address of the graph database',
    });
  await using pool = createPool({
    ...database,
    applicationName: 'ahlt resync',
    poolMax: 2,
    statementTimeoutMs,
    idleTransactionMs: 0,
  });
  const driver = createGraphDriver(graph);
  try {
    const result = await resync({
      pool,
      driver,
      env: graphEnv,
      log: (message, details) => log.info(details, message),
    });
    return { document: result, lines: resyncLines(result) };
  } catch (error) {
    return explainConnectionLoss(database.url)(error);
  } finally {
    await driver.close();
  }
}

function resyncLines({ nodes, relationships, deleted, durationMs }: ResyncResult): string[] {
  const counts = [
    `${nodes.toLocaleString('en')} nodes`,
    `${relationships.toLocaleString('en')} relationships`,
    `${deleted.toLocaleString('en')} removed`,
  ];
  return [` ✓ resync   ${counts.join(', ')}   ${(durationMs / 1000).toFixed(1)} s`];
}
