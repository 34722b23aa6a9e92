import { checksum, planHash } from '#app/db/checksum.ts';
import { gradeMigrations, planGrade } from '#app/db/grade.ts';
import type { Migration } from '#app/db/migration.ts';
import type { PendingMigration } from '#app/db/plan.ts';
import type { Checksums } from './revision.ts';
import { strongest, type Wait, waitsOf } from './waits.ts';

/** A pending migration, with the locks it takes. */
export interface PlannedMigration extends PendingMigration {
  readonly waits: readonly Wait[];
  /** Each of its statements is a separate transaction. */
  readonly outsideTransaction: boolean;
}

/** The SQL that would run on a database with one list of migrations if the image has another. */
export interface SqlPlan {
  readonly pending: readonly PlannedMigration[];
  readonly grade: ReturnType<typeof planGrade>;
  /** The same hash as printed by `migrate --plan`, to which an approval is bound. */
  readonly hash: string;
}

const fileOf = ({ id, name }: Pick<Migration, 'id' | 'name'>): string => `${id}_${name}`;

/**
 * Migrations of `after` that `before` lacks, graded as the image would. Needs no database, only two
 * lists.
 */
export async function sqlPlan(
  before: Checksums,
  after: Checksums,
  migrations: readonly Migration[],
): Promise<SqlPlan> {
  const wanted = migrations.filter(
    (migration) => fileOf(migration) in after && !(fileOf(migration) in before),
  );
  const [graded, waits] = [await gradeMigrations(wanted), await waitsOf(wanted)];
  const pending = wanted.flatMap((migration, index) => {
    const { id, name, outsideTransaction = false } = migration;
    const verdict = graded[index];
    return verdict
      ? [
          {
            id,
            name,
            checksum: checksum(migration),
            ...verdict,
            waits: waits[index] ?? [],
            outsideTransaction,
          },
        ]
      : [];
  });
  return { pending, grade: planGrade(pending), hash: planHash(pending) };
}

/**
 * Migrations that a database may have run and that were changed since: it would refuse this
 * version.
 */
export const editedMigrations = (before: Checksums, migrations: readonly Migration[]): string[] => {
  const now: Checksums = Object.fromEntries(
    migrations.map((migration) => [fileOf(migration), checksum(migration)]),
  );
  return Object.keys(before).filter((file) => now[file] !== before[file]);
};

/** `0008 safe`, `0008–0010 destructive`, an en dash if nothing would run. */
export function planInWords({ pending, grade }: SqlPlan): string {
  const first = pending[0]?.id;
  const last = pending.at(-1)?.id;
  if (first === undefined) return '–';
  return `${first}${last === first ? '' : `–${last}`} ${grade}`;
}

/**
 * `reads and writes of people; writes of relations`, or `none`; an en dash if nothing would run.
 */
export function waitsInWords({ pending }: SqlPlan): string {
  if (pending.length === 0) return '–';
  const waits = strongest(pending.flatMap((migration) => migration.waits));
  return waits.map(({ table, of }) => `${of} of ${table}`).join('; ') || 'none';
}

/** One line per migration, followed by what it blocks, and the hash for an approval. */
export const sqlLines = ({ pending, hash }: SqlPlan): string[] => [
  ...pending.flatMap(({ id, name, grade, effect, waits, outsideTransaction }) => [
    `${id} ${name} · ${grade} · ${effect}`,
    ...waits.map(
      ({ table, of }) =>
        `     ${table}: ${of} wait until ${outsideTransaction ? 'the statement' : id} ends`,
    ),
  ]),
  `plan ${hash}`,
];
