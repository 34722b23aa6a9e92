import { isReachable, roleOf } from '../facts.ts';
import type { Desired, Observed, Plan, PlannedCondition, Reachable } from '../types.ts';
import { clockTime, condition, failing, progressing, sentence } from '../words.ts';

/** Maximum delay before the database is retried, because it may return at any moment. */
const longestPauseSeconds = 30;

/**
 * Ensures database, roles and connection Secrets before anything else; generates new passwords on
 * request.
 * @returns the step that blocks the following ones, or what they need
 */
export function provideDatabase(desired: Desired, observed: Observed): Plan | Reachable {
  const { database, now } = observed;
  if (database.state === 'unseen') {
    const conditions = progressing('ReadingDatabase', 'The database is being read.');
    return plan([], [...conditions, unseen], 1);
  }
  // New passwords are one of the two ways to resolve a changed one.
  if (
    database.state === 'blocked' &&
    database.reason === 'PasswordChanged' &&
    rotationWanted(desired, observed)
  )
    return rotate(desired);
  if (database.state === 'blocked') {
    const pause = pauseSeconds(observed);
    const next = `Next attempt at ${clockTime(now + pause * 1000, now)}, or as soon as the Secret or the spec changes.`;
    const conditions = failing(database.reason, sentence(database.message), next);
    return plan([], [...conditions, notReady(conditions)], pause);
  }
  if (!isReachable(observed)) {
    const missing = database.state === 'absent' ? database.missing : ['the connection Secrets'];
    const conditions = progressing('ProvidingDatabase', `Creating ${missing.join(', ')}.`);
    return plan([{ kind: 'ProvideDatabase' }], [...conditions, notReady(conditions)]);
  }
  if (!rotationWanted(desired, observed) || observed.database.rotatedFor === desired.rotate)
    return observed;
  return rotate(desired);
}

function rotate(desired: Desired & { rotate: string }): Plan {
  const conditions = progressing(
    'RotatingPasswords',
    `New passwords for ${roleOf(desired).join(' and ')}; the pods restart with them.`,
  );
  return plan(
    [{ kind: 'ProvideDatabase', rotate: desired.rotate }],
    [...conditions, notReady(conditions)],
  );
}

const rotationWanted = (
  desired: Desired,
  { acknowledged }: Observed,
): desired is Desired & { rotate: string } =>
  desired.rotate !== undefined &&
  desired.rotate !== acknowledged.rotate &&
  desired.spec.database.server !== undefined;

/**
 * Grows with the outage: half of its duration so far. Needs no counter, so a restarted operator
 * continues from there.
 */
function pauseSeconds({ now, databaseFailingSince, retry }: Observed): number {
  const lasted = (now - (databaseFailingSince ?? now)) / 1000;
  return Math.min(longestPauseSeconds, retry.maxSeconds, Math.max(retry.baseSeconds, lasted / 2));
}

const notReady = ([first]: PlannedCondition[]) =>
  condition('DatabaseReady', 'False', first?.reason ?? 'NotReady', first?.message ?? '');

const plan = (
  actions: Plan['actions'],
  conditions: Plan['conditions'],
  requeueAfterSeconds?: number,
): Plan => ({
  step: 'Database',
  actions,
  conditions,
  ...(requeueAfterSeconds !== undefined && { requeueAfterSeconds }),
});

/** The condition of the database while another step runs. */
export function databaseReady(desired: Desired, { database }: Observed): PlannedCondition {
  if (database.state !== 'ready') return unseen;
  const { name } = desired.spec.database;
  const { database: server } = desired.connections;
  const message = server
    ? `Database ${name} on ${server.host}:${server.port} with the roles ${roleOf(desired).join(' and ')}.`
    : `External database, named by Secret ${desired.spec.database.urlSecretRef?.name ?? ''}.`;
  return condition('DatabaseReady', 'True', 'Reachable', message);
}

const unseen = condition('DatabaseReady', 'Unknown', 'NotChecked', 'The database was not checked.');
