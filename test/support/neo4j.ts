import { inject } from 'vitest';
import type { Neo4jAccess } from './neo4j-server.ts';
import { demand } from './on-demand.ts';

export { type Neo4jAccess, type Neo4jServer, startNeo4j } from './neo4j-server.ts';

/**
 * The run's Neo4j, or the one of NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD. The first test file that
 * needs it starts it, in 4 to 9 s. All files share its database: use your own value of the property
 * `env` (`randomUUID()`), and `startNeo4j` to break a server or to use wrong passwords, three of
 * which lock the user for 5 s.
 */
export function neo4j(): Promise<Neo4jAccess> {
  return demand(inject('services').socket, 'neo4j');
}
