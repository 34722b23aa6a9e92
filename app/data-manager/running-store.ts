import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { ImportProgress } from './transfer.ts';

/** An import that runs, as pages that follow it show it. */
export interface RunningImport {
  readonly id: string;
  /** Name of the user; `null` for a program of the installation. */
  readonly by: string | null;
  readonly file: string | null;
  readonly progress: ImportProgress;
}

/** Records that an import runs. Returns its id. Deletes those that ended with their process. */
export async function beginImport(
  db: Db,
  { user, file, progress }: BegunImport,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with ended as (delete from running_imports where updated_at < now() - ${patience})
    insert into running_imports (user_id, file, progress)
    values (${user}, ${file?.slice(0, 500) || null}, ${JSON.stringify(progress)}) returning id`.execute(
    db,
  );
  return rows[0]?.id;
}

interface BegunImport {
  readonly user: string | null;
  readonly file: string | undefined;
  readonly progress: ImportProgress;
}

export async function updateImport(db: Db, id: string, progress: ImportProgress): Promise<void> {
  await sql`update running_imports set progress = ${JSON.stringify(progress)}, updated_at = now()
    where id = ${id}`.execute(db);
}

export async function endImport(db: Db, id: string): Promise<void> {
  await sql`delete from running_imports where id = ${id}`.execute(db);
}

/** After which an import without a sign of life is over: its process was killed. */
const patience = sql`interval '1 minute'`;

/** Imports that run, oldest first, as JSON. */
export const runningImports = sql<readonly RunningImport[]>`
  (select coalesce(json_agg(json_build_object('id', i.id::text, 'by', u.label, 'file', i.file,
      'progress', i.progress) order by i.id), '[]')
   from running_imports i left join entities u on u.id = i.user_id
   where i.updated_at > now() - ${patience})`;
