import { connect } from './connection.ts';
import { migrate } from './migrate.ts';
import { readColumns, typesSource } from './type-source.ts';

/** What `app/db/generated/types.ts` has to hold: the types of the schema that all migrations make in the empty database at `url`. */
export async function generateTypes(url: string): Promise<string> {
  await migrate(url);
  await using client = await connect({ url, applicationName: 'ahlt generate' });
  return typesSource(await readColumns(client));
}
