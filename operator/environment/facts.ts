import { planHash, runKey } from './keys.ts';
import { type MigrationPlan, readPlanResult } from './results.ts';
import type { Desired, Ledger, Observed, Reachable } from './types.ts';
import { counted } from './words.ts';

// Conclusions from observations that several steps share.

/** Whether the database responds and its Secrets exist; only then its content is known. */
export const isReachable = (observed: Observed): observed is Reachable =>
  observed.database.state === 'ready' && observed.secretChecksum !== undefined;

/** Version of the schema; `null` for an empty database, as in `migrate --plan`. */
export const schemaOf = ({ database }: Reachable): string | null => newestOf(database.ledger);

const newestOf = ({ migrations }: Pick<Ledger, 'migrations'>): string | null =>
  migrations.at(-1)?.id ?? null;

export const schemaInWords = (schema: string | null): string =>
  schema === null ? 'an empty database' : `schema ${schema}`;

/** The two roles of a database: its owner and the app's role. */
export const roleOf = ({ spec }: Desired): readonly [string, string] => [
  spec.database.name,
  `${spec.database.name}_app`,
];

/**
 * Key of the plan run for a database with these migrations: another history needs another plan. A
 * manual request and changed Secrets start a new one.
 */
export const planKey = (
  { spec, requestedAt }: Desired,
  { secretChecksum }: Reachable,
  applied: Ledger['migrations'],
) => runKey('plan', spec.image, planHash(applied), requestedAt, secretChecksum);

/** The report of the image, relative to the database. */
export type KnownPlan = PendingPlan | UpToDate | NothingToRun;

export interface PendingPlan {
  readonly is: 'pending';
  readonly plan: MigrationPlan;
  /**
   * Pending migrations, oldest first; never empty. The result of a Job cannot contain every
   * migration of a long plan.
   */
  readonly pending: MigrationPlan['pending'];
}

/**
 * No migration is pending. The schema may be newer than the image: then its range decides whether
 * the image can serve.
 */
export interface UpToDate {
  readonly is: 'upToDate';
  readonly plan: MigrationPlan;
  readonly schema: string;
}

/** The database is empty and the image has no migrations. No image can serve with it. */
export interface NothingToRun {
  readonly is: 'nothing';
  readonly plan: MigrationPlan;
}

/**
 * The pending migrations as reported by the image, if that is still valid: the database has not
 * changed since, or the ledger has gained exactly the migrations of the plan. Otherwise the image
 * must be asked again.
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
 * Whether one of the approved hashes covers the pending migrations. A plan that failed midway has
 * fewer migrations left: an approval holds if its hash is that of the migrations just applied
 * followed by exactly the remaining ones.
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

/** Whether a text has the form of a plan's hash. */
export const isHash = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

/** `0006 → 0007, 2 statements, 1 destructive`. */
export const planInWords = (schema: string | null, known: PendingPlan): string =>
  [stretchOf(schema, known), ...sizeOf(known.pending)].join(', ');

/**
 * `Migration 0006 → 0007 (2 statements, 1 destructive)`: in parentheses, because a verb follows.
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

/**
 * By the plan's own grade, because a Job's result cannot contain every migration of a long plan.
 */
export const isDestructive = ({ plan }: PendingPlan): boolean => plan.grade === 'destructive';
