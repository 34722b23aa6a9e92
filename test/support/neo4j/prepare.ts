import { createGraphDriver, graphQueries } from '#app/graph/driver.ts';
import { startNeo4j } from '../neo4j-server.ts';
import { makeClassArchive } from './class-archive.ts';
import { fetchJars } from './jars.ts';

/** Fetches the jars and makes the archive of their classes; nothing if both are in the cache. */
export async function prepareNeo4j(): Promise<string> {
  const jars = await fetchJars();
  try {
    await makeClassArchive(useOnce);
    return jars;
  } catch (error) {
    return `${jars}, slow to start, because its classes could not be archived: ${String(error)}`;
  }
}

/** Starts a server, lets it do what the app asks of it, and ends it in order. */
async function useOnce(flags: readonly string[]): Promise<void> {
  await using server = await startNeo4j({ flags });
  await using driver = createGraphDriver(server);
  const query = graphQueries(driver, 60_000);
  await query('create constraint if not exists for (n:Entity) require (n.env, n.id) is unique');
  await query(
    `unwind range(1, 100) as id merge (n:Entity {env: 'archive', id: id})
     merge (n)-[r:next {id: id}]->(n) set n += {label: toString(id)}`,
  );
  await query(`match (n:Entity {env: 'archive'}) return n.id as id order by n.id limit 10`);
  await query(`match (n:Entity {env: 'archive'}) detach delete n`);
  await server.stop();
}
