/** Where Neo4j is and who asks. */
export interface GraphAccess {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** How long the server may take to answer, in milliseconds; a hung one never does. */
const connectMillis = 5_000;
const deleteMillis = 60_000;

/**
 * Deletes every node of one environment with its relationships, in batches, and nothing of any
 * other. The driver is loaded here: deletions are rare.
 * @throws Neo4jError when the server cannot be reached, refuses the password or does not end in
 * time
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
