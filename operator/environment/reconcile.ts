import type { ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import { keyOf, type ObjectName } from '../clients/kubernetes-types.ts';
import {
  done,
  lookAgain,
  type Reconcile,
  type Result,
  requeueAfter,
} from '../runtime/controller.ts';
import { addFinalizer } from '../runtime/finalizers.ts';
import { adoptOrphans } from './adopt.ts';
import { carryOut, nothingDone, type ReconcileContext } from './carry-out.ts';
import { NameTaken } from './claim.ts';
import type { NamespaceCache } from './cluster.ts';
import { type Resolved, resolveResource } from './desired.ts';
import { resultToKeep } from './jobs.ts';
import { observe, ownedJobs } from './observe.ts';
import { plan } from './plan.ts';
import type { Pod } from './pods.ts';
import { remove } from './remove.ts';
import { report } from './report.ts';
import { type EnvironmentObject, environmentType, marks } from './resource.ts';
import { listed, type SecretNames, secretNames, secretValues } from './secrets.ts';
import type { Services } from './services.ts';
import { tidySecrets } from './tidy-secrets.ts';
import type { Observed } from './types.ts';
import { failing } from './words.ts';

/** Reconciles one environment once: observe, plan, act, report. */
export const reconcile =
  (services: Services): Reconcile =>
  async (name, { signal }) => {
    const { cluster, secretWatch } = services;
    const cache = cluster.in(name.namespace ?? '');
    const resource = cache.environments.store.get(name);
    if (!resource) return gone(name, services); // Its owned objects are deleted with it.
    const resolved = resolveResource(resource, services.platform);
    const names = resolved.environment && secretNames(resolved.environment);
    secretWatch.want(keyOf(name), names ? listed(names) : []);
    if (names && !secretWatch.knows(listed(names))) return done; // The watch triggers another pass.
    if (resource.metadata.deletionTimestamp)
      return await remove(resource, { resolved, names, services, signal });
    if (!names || !resolved.environment) return await refuse(resource, resolved, services, signal);

    const guarded = await addFinalizer(services.client, environmentType, resource, {
      finalizer: marks.finalizer,
      signal,
    });
    cache.environments.store.remember(guarded);
    await adoptOrphans(guarded, { cache, names, signal }, services);
    await keepResults(guarded, cache, services, signal);
    const tidied = await tidy(guarded, resolved.environment, names, services, signal);
    const secrets = secretValues(names, (one) => secretWatch.get(one));
    const observed = await observe(
      guarded,
      { desired: resolved.desired, environment: resolved.environment },
      { ...services, cache, names, secrets, now: services.clock.now() },
    );
    const context: ReconcileContext = {
      resource: guarded,
      environment: resolved.environment,
      cache,
      names,
      secrets,
      observed,
      signal,
    };
    return await act(resolved, context, services, tidied);
  };

/** Removes what others added to the connection Secrets, unless they repeat it. */
async function tidy(
  { metadata: { uid = '' } }: EnvironmentObject,
  environment: ConnectedEnvironment,
  names: SecretNames,
  services: Services,
  signal: AbortSignal,
): Promise<string[]> {
  if (services.pace.isSpent(uid)) return [];
  const tidied = await tidySecrets(environment, names, services, signal);
  if (tidied.length > 0) services.pace.repaired(uid);
  return tidied;
}

/**
 * Executes the next step and reports it. Refusals of Kubernetes are also reported, before the
 * retry.
 */
async function act(
  resolved: Resolved,
  context: ReconcileContext,
  services: Services,
  tidied: readonly string[],
): Promise<Result> {
  const { resource, observed, signal } = context;
  const next = plan(resolved.desired, observed);
  try {
    const carried = await carryOut(next.actions, context, services);
    const outcome = { ...carried, drift: [...tidied, ...carried.drift] };
    const seen = outcome.database ? { ...observed, database: outcome.database } : observed;
    const reported = outcome.database ? plan(resolved.desired, seen) : next;
    await report(resource, { resolved, observed: seen, plan: reported, outcome, signal }, services);
    if (outcome.again) return lookAgain; // No watch reports that a database was created.
    const wishes = [
      reported.requeueAfterSeconds ?? Number.POSITIVE_INFINITY,
      services.resyncSeconds,
      patience(context),
      outcome.contested ? 10 : Number.POSITIVE_INFINITY,
    ];
    return requeueAfter(1000 * Math.max(0.05, Math.min(...wishes)));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) {
      const conditions = failing(refusal.reason, refusal.message, 'It will be retried.');
      const refused = {
        ...next,
        conditions: [
          ...conditions,
          ...next.conditions.filter(({ type }) => !conditions.some((one) => one.type === type)),
        ],
      };
      await report(
        resource,
        { resolved, observed, plan: refused, outcome: nothingDone, signal },
        services,
      );
    }
    throw error;
  }
}

function refusalOf(error: unknown): { reason: string; message: string } | undefined {
  if (error instanceof NameTaken) return { reason: 'NameTaken', message: error.message };
  const isRefusal = error instanceof ApiError && !error.isTransient && !error.isConflict;
  return isRefusal
    ? { reason: 'ApplyRefused', message: `Kubernetes refused: ${error.message}` }
    : undefined;
}

/**
 * A Job that has ended without a visible result is checked again soon, because the pod's final
 * state may never arrive.
 */
function patience({ resource, cache, observed }: ReconcileContext): number {
  const ended = ownedJobs(resource, cache).filter(({ status }) =>
    status?.conditions?.some(
      ({ type, status: state }) => (type === 'Complete' || type === 'Failed') && state === 'True',
    ),
  );
  const awaited = ended.some(({ metadata }) =>
    observed.runs.some(({ id, state }) => id === metadata.name && state === 'running'),
  );
  return awaited ? 1 : Number.POSITIVE_INFINITY;
}

async function refuse(
  resource: EnvironmentObject,
  resolved: Resolved,
  services: Services,
  signal: AbortSignal,
): Promise<Result> {
  const reported = plan(resolved.desired, unseen(services));
  await report(resource, { resolved, plan: reported, outcome: nothingDone, signal }, services);
  return done;
}

/** Without a readable spec there is nothing to observe. */
const unseen = ({ clock, retry }: Services): Observed => ({
  now: clock.now(),
  database: { state: 'unseen' },
  runs: [],
  workload: { replicas: 0, availableReplicas: 0, complete: false, problems: [] },
  acknowledged: {},
  retry,
  before: {},
});

function gone(name: ObjectName, { secretWatch, runEnds }: Services): Result {
  secretWatch.want(keyOf(name), []);
  runEnds.forget(keyOf(name));
  return done;
}

/**
 * Copies what a finished command printed from its pod to its Job, once, because pods can be deleted
 * at any time.
 */
async function keepResults(
  resource: EnvironmentObject,
  cache: NamespaceCache,
  { client }: Services,
  signal: AbortSignal,
): Promise<void> {
  for (const job of ownedJobs(resource, cache)) {
    const result = resultToKeep(job, cache.pods.store.list() as Pod[]);
    if (result === undefined) continue;
    const name = { name: job.metadata.name, namespace: job.metadata.namespace ?? '' };
    cache.jobs.remember(
      await client.patch(
        resources.job,
        name,
        { metadata: { uid: job.metadata.uid, annotations: { [marks.result]: result } } },
        { signal },
      ),
    );
  }
}
