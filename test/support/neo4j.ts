import { inject } from 'vitest';
import type { Neo4jAccess } from './neo4j-server.ts';
import { demand } from './on-demand.ts';

export { type Neo4jAccess, type Neo4jServer, startNeo4j } from './neo4j-server.ts';

/**
 * The run's Neo4j, or the one that NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD name. The first test
 * file that asks starts it, in 4 to
 * 9 s. All files share its one database: keep to a value of the property `env` of your own
 * (`randomUUID()`), and start a server with
 * `startNeo4j` to hurt it or to use wrong passwords, of which three lock the user for 5 s.
 */
export function neo4j(): Promise<Neo4jAccess> {
  return demand(inject('services').socket, 'neo4j');
}
