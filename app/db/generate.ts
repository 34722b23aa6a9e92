import { connect } from './connection.ts';
import { migrate } from './migrate.ts';
import { functionsSource } from './schema-source.ts';
import { readColumns, typesSource } from './type-source.ts';

/** Expected content of the files in `app/db/generated`. */
export interface GeneratedSchema {
  /** `types.ts` */
  readonly types: string;
  /** `functions.sql` */
  readonly functions: string;
}

/** Reads the schema that all migrations create in the empty database at `url`. */
export async function generateSchema(url: string): Promise<GeneratedSchema> {
  await migrate(url);
  await using client = await connect({ url, applicationName: 'ahlt generate' });
  return {
    types: typesSource(await readColumns(client)),
    functions: await functionsSource(client),
  };
}
