import { planHash, runKey } from './keys.ts';
import { type MigrationPlan, readPlanResult } from './results.ts';
import type { Desired, Ledger, Observed, Reachable } from './types.ts';
import { counted } from './words.ts';

// What several steps conclude from the same observations.

/** Whether the database answers and its Secrets exist; only then its content is known. */
export const isReachable = (observed: Observed): observed is Reachable =>
  observed.database.state === 'ready' && observed.secretChecksum !== undefined;

/** Version of the schema; `null` on an empty database, as `migrate --plan` has it. */
export const schemaOf = ({ database }: Reachable): string | null => newestOf(database.ledger);

const newestOf = ({ migrations }: Pick<Ledger, 'migrations'>): string | null =>
  migrations.at(-1)?.id ?? null;

export const schemaInWords = (schema: string | null): string =>
  schema === null ? 'an empty database' : `schema ${schema}`;

/** The two roles of a database: the one that owns it and the one the app serves with. */
export const roleOf = ({ spec }: Desired): readonly [string, string] => [
  spec.database.name,
  `${spec.database.name}_app`,
];

/**
 * Key of the plan run for a database with these migrations: an answer for another history is an
 * answer to another question. A manual request and changed Secrets ask again.
 */
export const planKey = (
  { spec, requestedAt }: Desired,
  { secretChecksum }: Reachable,
  applied: Ledger['migrations'],
) => runKey('plan', spec.image, planHash(applied), requestedAt, secretChecksum);

/** What the image answered, and where the database stands to it. */
export type KnownPlan = PendingPlan | UpToDate | NothingToRun;

export interface PendingPlan {
  readonly is: 'pending';
  readonly plan: MigrationPlan;
  /**
   * Pending migrations, oldest first; never empty. The result of a Job cannot hold every migration
   * of a long plan.
   */
  readonly pending: MigrationPlan['pending'];
}

/**
 * Nothing is left to migrate. The schema may be newer than the image: then its range says whether
 * the image serves on it.
 */
export interface UpToDate {
  readonly is: 'upToDate';
  readonly plan: MigrationPlan;
  readonly schema: string;
}

/** The database is empty and the image brings no migrations. No image serves on that. */
export interface NothingToRun {
  readonly is: 'nothing';
  readonly plan: MigrationPlan;
}

/**
 * What the image says is to be migrated, if it was asked and the answer still holds: the database
 * is where it was then, or the ledger has gained exactly the migrations of the plan. Anywhere else
 * the image has to be asked again.
 */
export function knownPlan(desired: Desired, observed: Reachable): KnownPlan | undefined {
  const applied = observed.database.ledger.migrations;
  const schema = schemaOf(observed);
  const answers = observed.runs
    .filter(({ command, state }) => command === 'plan' && state === 'succeeded')
    .map(({ key, result }) => ({ key, plan: readPlanResult(result) }));
  for (const { key, plan } of answers) {
    if (!plan) continue;
    const before =
      plan.current === null ? [] : applied.filter(({ id }) => id <= (plan.current ?? ''));
    if (
      key !== planKey(desired, observed, before) ||
      newestOf({ migrations: before }) !== plan.current
    )
      continue;
    const since = applied.slice(before.length);
    if (since.length === 0 && plan.pending.length > 0)
      return { is: 'pending', plan, pending: plan.pending };
    if (since.length > 0 && planHash(since) !== plan.hash) continue;
    return schema === null ? { is: 'nothing', plan } : { is: 'upToDate', plan, schema };
  }
  return undefined;
}

/**
 * Whether one of the approved hashes covers the pending migrations. A plan that failed half-way has
 * fewer migrations left than it had: what was said of it holds as long as the hash is that of the
 * migrations just applied followed by exactly the ones that are left.
 */
export function covers(
  given: readonly (string | undefined)[],
  { plan, pending }: PendingPlan,
  applied: Ledger['migrations'],
): boolean {
  const hashes = given.filter((hash) => hash !== undefined);
  if (hashes.length === 0) return false;
  if (hashes.includes(plan.hash)) return true;
  for (let start = applied.length; start >= 0; start -= 1)
    if (hashes.includes(planHash([...applied.slice(start), ...pending]))) return true;
  return false;
}

/** Whether it has the form of a plan's hash. */
export const isHash = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

/** `0006 → 0007, 2 statements, 1 destructive`. */
export const planInWords = (schema: string | null, known: PendingPlan): string =>
  [stretchOf(schema, known), ...sizeOf(known.pending)].join(', ');

/**
 * `Migration 0006 → 0007 (2 statements, 1 destructive)`: the numbers in brackets, because a verb
 * follows.
 */
export function migrationInWords(schema: string | null, known: PendingPlan): string {
  const size = sizeOf(known.pending).join(', ');
  return `Migration ${stretchOf(schema, known)}${size && ` (${size})`}`;
}

function stretchOf(schema: string | null, { plan, pending }: PendingPlan): string {
  const from = schema ?? (pending.length > 1 ? pending[0]?.id : undefined);
  return `${from ? `${from} → ` : ''}${plan.target ?? ''}`;
}

function sizeOf(pending: MigrationPlan['pending']): string[] {
  const statements = pending.flatMap((migration) => migration.statements);
  const worst = statements.filter(({ grade }) => grade === 'destructive').length;
  return [
    ...(statements.length > 0 ? [counted(statements.length, 'statement')] : []),
    ...(worst > 0 ? [`${worst} destructive`] : []),
  ];
}

/** By the plan's own grade: of a long plan not every migration fits into what a Job can say. */
export const isDestructive = ({ plan }: PendingPlan): boolean => plan.grade === 'destructive';
