/** Address and credentials of Neo4j. */
export interface GraphAccess {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** Connection timeout in milliseconds; a server that hangs never responds. */
const connectMillis = 5_000;
const deleteMillis = 60_000;

/**
 * Deletes all nodes of one environment with their relationships, in batches, and nothing else. The
 * driver is loaded on demand, because deletions are rare.
 * @throws Neo4jError if the server cannot be reached, refuses the password or exceeds the timeout
 */
export async function deleteGraph(
  { uri, user, password }: GraphAccess,
  env: string,
): Promise<void> {
  const { default: neo4j } = await import('neo4j-driver');
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), {
    connectionTimeout: connectMillis,
    connectionAcquisitionTimeout: connectMillis,
    maxTransactionRetryTime: 0,
  });
  const session = driver.session();
  const late = setTimeout(() => void driver.close(), deleteMillis);
  try {
    await session.run(
      'MATCH (n {env: $env}) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS',
      { env },
    );
  } finally {
    clearTimeout(late);
    await session.close().catch(() => {});
    await driver.close();
  }
}
