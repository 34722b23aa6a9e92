import { planHash, runKey } from './keys.ts';
import { type MigrationPlan, readPlanResult } from './results.ts';
import type { Desired, Ledger, Observed } from './types.ts';
import { counted } from './words.ts';

// What several steps conclude from the same observations.

/** The ledger, or an empty one while the database is not there. */
export const ledgerOf = ({ database }: Observed): Ledger => (database.state === 'ready' ? database.ledger : { migrations: [] });

/** Version of the schema, or nothing on an empty database. */
export const schemaOf = (observed: Observed): string | undefined => ledgerOf(observed).migrations.at(-1)?.id;

/** The two roles of a database: the one that owns it and the one the app serves with. */
export const roleOf = ({ spec }: Desired): readonly [string, string] => [spec.database.name, `${spec.database.name}_app`];

/** Key of the plan run for a database at `schema`. A manual request and changed Secrets ask anew. */
export const planKey = ({ spec, requestedAt }: Desired, { secretChecksum }: Observed, schema: string | undefined) =>
  runKey('plan', spec.image, schema, requestedAt, secretChecksum);

export interface KnownPlan {
  readonly plan: MigrationPlan;
  readonly pending: MigrationPlan['pending'];
}

/**
 * What the image says is to be migrated, if it was asked and the answer still holds: the database is where it was then
 * (everything is pending), or where the plan ends (nothing is). Between the two the image has to be asked again.
 */
export function knownPlan(desired: Desired, observed: Observed): KnownPlan | undefined {
  const schema = schemaOf(observed);
  const answers = observed.runs
    .filter(({ command, state }) => command === 'plan' && state === 'succeeded')
    .map(({ key, result }) => ({ key, plan: readPlanResult(result) }));
  for (const { key, plan } of answers) {
    if (!plan || key !== planKey(desired, observed, plan.current ?? undefined)) continue;
    if ((plan.current ?? undefined) === schema) return { plan, pending: plan.pending };
    if (plan.pending.length > 0 && plan.target === schema) return { plan, pending: [] };
  }
  return undefined;
}

/**
 * Whether one of the hashes that somebody gave covers what is pending. A plan that failed half-way has fewer migrations left than it had:
 * what was said of it holds as long as the hash is that of the migrations just applied followed by exactly the ones that are left.
 */
export function covers(given: readonly (string | undefined)[], { plan, pending }: KnownPlan, applied: Ledger['migrations']): boolean {
  const hashes = given.filter((hash) => hash !== undefined);
  if (hashes.length === 0) return false;
  if (hashes.includes(plan.hash)) return true;
  for (let start = applied.length; start >= 0; start -= 1)
    if (hashes.includes(planHash([...applied.slice(start), ...pending]))) return true;
  return false;
}

/** `0006 → 0007, 2 statements, 1 destructive`. */
export const planInWords = (schema: string | undefined, known: KnownPlan | undefined): string =>
  known === undefined ? '' : [stretchOf(schema, known), ...sizeOf(known.pending)].join(', ');

/** `Migration 0006 → 0007 (2 statements, 1 destructive)`: the numbers in brackets, because a verb follows. */
export function migrationInWords(schema: string | undefined, known: KnownPlan): string {
  const size = sizeOf(known.pending).join(', ');
  return `Migration ${stretchOf(schema, known)}${size && ` (${size})`}`;
}

function stretchOf(schema: string | undefined, { plan, pending }: KnownPlan): string {
  if (pending.length === 0) return '';
  const from = schema ?? (pending.length > 1 ? pending[0]?.id : undefined);
  return `${from ? `${from} → ` : ''}${plan.target ?? ''}`;
}

function sizeOf(pending: MigrationPlan['pending']): string[] {
  const statements = pending.flatMap((migration) => migration.statements);
  const worst = statements.filter(({ grade }) => grade === 'destructive').length;
  return [...(statements.length > 0 ? [counted(statements.length, 'statement')] : []), ...(worst > 0 ? [`${worst} destructive`] : [])];
}

/** By the plan's own grade: of a long plan not every migration fits into what a Job can say. */
export const isDestructive = ({ plan, pending }: KnownPlan): boolean => pending.length > 0 && plan.grade === 'destructive';
