import { readFile } from 'node:fs/promises';
import { environmentExample } from '#app/config-example.ts';
import { checksumsText, frozenChecksums } from '#app/db/frozen.ts';
import { generateSchema } from '#app/db/generate.ts';
import { migrations } from '#app/db/migrations/index.ts';
import { type GeneratedFile, generatedFiles as schemaFiles } from '#cdk8s/api/index.ts';
import { startPostgres } from '#test/support/postgres-server.ts';

const checksums = 'app/db/migrations/checksums.json';

/**
 * All committed files that are generated: the schemas for editors, the example of the app's
 * variables, the frozen checksums of the migrations, and the schema of the migrated database, for
 * which a temporary PostgreSQL runs. Throws `migration_edited` if a committed
 * migration was changed.
 */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const present = JSON.parse(await readFile(checksums, 'utf8')) as Record<string, string>;
  return [
    ...schemaFiles(),
    { path: '.env.example', content: environmentExample() },
    { path: checksums, content: checksumsText(frozenChecksums(migrations, present)) },
    { path: 'app/db/generated/schema.sql', content: await migratedSchema() },
  ];
}

async function migratedSchema(): Promise<string> {
  await using server = await startPostgres();
  return await generateSchema(server.url);
}
