import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createDb } from '#app/db/database.ts';
import { createPool } from '#app/db/pool.ts';
import { insertMissing } from '#app/ontology/bulk-entities.ts';
import { inSavepoint } from '#app/ontology/savepoint.ts';
import { createDatabase } from '#test/support/postgres.ts';

test('a savepoint around thousands of entities leaves little in the memory of the server', async () => {
  await using database = await createDatabase({ from: 'migrated' });
  const db = createDb(createPool({ url: database.url, applicationName: 'test', poolMax: 1 }));
  const importId = crypto.randomUUID();
  const properties = {
    title: 'A title of a usual length',
    status: 'draft',
    description: 'Some sentences of what is proposed. '.repeat(5),
  };
  const kept = await db.transaction().execute(async (tx) => {
    for (let batch = 0; batch < 2; batch += 1) {
      await inSavepoint(tx, async () => {
        for (let part = 0; part < 16; part += 1) {
          const entities = Array.from({ length: 500 }, (_, n) => ({
            ...{
              type: 'proposal',
              name: `proposal_${batch}_${part}_${n}`,
              label: `Proposal ${n}`,
              sortOrder: 0,
              properties,
            },
          }));
          expect((await insertMissing(tx, entities, importId)).size).toBe(500);
        }
      });
    }
    const { rows } = await sql<{ bytes: number }>`
      select sum(total_bytes)::integer as bytes from pg_backend_memory_contexts where name = 'CurTransactionContext'`.execute(
      tx,
    );
    return rows[0]?.bytes;
  });
  await db.destroy();
  expect(kept).toBeLessThan(2 * 1024 * 1024);
});
