import { knownPlan, planInWords, planKey, schemaOf } from '../facts.ts';
import { readPlanResult } from '../results.ts';
import { pursue } from '../runs.ts';
import type { Desired, Observed, Plan, PlannedCondition, SchemaRange } from '../types.ts';
import { condition, imageVersion, stalled } from '../words.ts';
import { planOf } from './pursuit-plan.ts';

/** How long `migrate --plan` may take: it only reads. Pulling the image is included. */
const planDeadlineSeconds = 300;

/** Asks the image what it would migrate, and refuses one that cannot serve on the schema that is there. */
export function planMigrations(desired: Desired, observed: Observed): Plan | undefined {
  const known = knownPlan(desired, observed);
  if (known) return known.pending.length > 0 ? undefined : refuseSchema(desired, observed, known.plan.schemaRange);

  const wanted = {
    command: 'plan' as const,
    image: desired.spec.image,
    key: planKey(desired, observed, schemaOf(observed)),
    args: ['migrate', '--plan', '--json'],
    deadlineSeconds: planDeadlineSeconds,
  };
  const pursuit = pursue(wanted, observed, ({ result }) => (readPlanResult(result)?.current ?? undefined) === schemaOf(observed));
  if (pursuit.is === 'done') return undefined;
  const what = `The plan of image ${imageVersion(desired.spec.image)}`;
  return planOf(pursuit, { step: 'Plan', type: 'Migrated', doing: 'Planning', failed: 'PlanFailed', what }, observed);
}

function refuseSchema(desired: Desired, observed: Observed, range: SchemaRange | undefined): Plan | undefined {
  const schema = schemaOf(observed);
  if (!range || !schema || fits(schema, range)) return undefined;
  const message =
    `Image ${imageVersion(desired.spec.image)} serves on schema ${range.min}–${range.max}, the database is at ${schema}. ` +
    'Set spec.image to a version whose range includes it; what runs keeps running.';
  const conditions = [...stalled('SchemaNotServed', message), condition('Migrated', 'False', 'SchemaNotServed', message)];
  return { step: 'Plan', actions: [], conditions };
}

/** Ids are numbers with leading zeros, so they compare as text. */
export const fits = (schema: string, { min, max }: SchemaRange): boolean => min <= schema && schema <= max;

/** What is known of the migrations while no step speaks of them. */
export function migrated(desired: Desired, observed: Observed): PlannedCondition {
  const schema = schemaOf(observed);
  const known = knownPlan(desired, observed);
  if (!known)
    return condition('Migrated', 'Unknown', 'NotPlanned', `The image was not asked yet; the schema is at ${schema ?? 'nothing'}.`);
  if (known.pending.length > 0) return condition('Migrated', 'False', 'Pending', `${planInWords(schema, known)}.`);
  return condition('Migrated', 'True', 'UpToDate', `Schema ${schema ?? 'nothing'}; the image brings nothing newer.`);
}
