import { connect } from './connection.ts';
import { migrate } from './migrate.ts';
import { schemaSource } from './schema-source.ts';

/**
 * Runs all migrations in the empty database at `url`. Returns the expected content of
 * `app/db/generated/schema.sql`.
 */
export async function generateSchema(url: string): Promise<string> {
  await migrate(url);
  await using client = await connect({ url, applicationName: 'ahlt generate' });
  return await schemaSource(client);
}
