import { sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import type { AdoptedVersion } from './adopted-version.ts';

/** Most versions that a page lists; a committee adopts a few a year. */
const mostListed = 200;

/** The adopted versions of a committee, newest first, and the day of reading. */
export interface Versions {
  readonly today: string;
  readonly versions: readonly AdoptedVersion[];
}

/** The columns of an `AdoptedVersion`. */
export const versionColumns = sql`number, label, properties, to_char(adopted_on, 'YYYY-MM-DD') as "adoptedOn", decision,
  adopted_at as "adoptedAt", adopted_by as "adoptedBy"`;

/** Returns the adopted versions of a committee and today's date, in one statement. */
export async function readVersions(db: Db | Tx, committee: string, now: Date): Promise<Versions> {
  const { rows } = await sql<{ today: string; versions: readonly StoredVersion[] }>`
    select ${dayAt(now)} as today, coalesce((
      select json_agg(v) from (
        select ${versionColumns}
        from tor_versions where tor_id = ${committee} order by number desc limit ${sql.lit(mostListed)}) v),
      '[]') as versions`.execute(db);
  const { today = '', versions = [] } = rows[0] ?? {};
  return {
    today,
    versions: versions.map((version) => ({ ...version, adoptedAt: new Date(version.adoptedAt) })),
  };
}

/** Returns one adopted version of a committee; `undefined` if there is none. */
export async function findVersion(
  db: Db | Tx,
  committee: string,
  number: number,
): Promise<AdoptedVersion | undefined> {
  const { rows } = await sql<AdoptedVersion>`
    select ${versionColumns} from tor_versions where tor_id = ${committee} and number = ${number}`.execute(
    db,
  );
  return rows[0];
}

type StoredVersion = Omit<AdoptedVersion, 'adoptedAt'> & { readonly adoptedAt: string };
