import { type AhltEnvironment, type ConnectedEnvironment, releaseName } from '#cdk8s/api/index.ts';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { KubernetesObject, Manifest } from '../clients/kubernetes-types.ts';
import type { Applier } from '../runtime/applier.ts';
import type { Store } from '../runtime/store.ts';
import { settleName } from './adopt.ts';
import { type AppliedObjects, nameInApplied, readApplied } from './applied-objects.ts';
import type { NamespaceCache } from './cluster.ts';
import { describeDrift } from './drift.ts';
import type { ManifestBuilder, WorkloadInputs } from './manifests.ts';
import { ownedJobs } from './observe.ts';
import type { RepairPace } from './repair-pace.ts';
import { type EnvironmentObject, marks } from './resource.ts';
import type { SecretWatch } from './secret-watch.ts';
import type { SecretNames, SecretValues } from './secrets.ts';
import { supplyDatabase, type WriteSecrets } from './supply-database.ts';
import type { Action, CommandRun, DatabaseState, Observed, RollOut, RunCommand } from './types.ts';

export interface Writers {
  readonly client: KubernetesClient;
  readonly applier: Applier;
  readonly manifests: ManifestBuilder;
  readonly secretWatch: SecretWatch;
  readonly pace: RepairPace;
}

/** One environment during one pass. */
export interface ReconcileContext {
  readonly resource: EnvironmentObject;
  readonly environment: ConnectedEnvironment;
  readonly cache: NamespaceCache;
  readonly names: SecretNames;
  readonly secrets: SecretValues;
  readonly observed: Observed;
  readonly signal: AbortSignal;
}

export interface Outcome {
  /** The failure at the database. */
  readonly database?: DatabaseState;
  /** Changes by others that were reverted. */
  readonly drift: readonly string[];
  /** Others change it repeatedly, so reverting is paused. */
  readonly contested: boolean;
  /** Something was done that no watch reports. */
  readonly again: boolean;
}

/** Executes a plan's actions in order; each is safe to repeat. Throws `ApiError`. */
export async function carryOut(
  actions: readonly Action[],
  context: ReconcileContext,
  writers: Writers,
): Promise<Outcome> {
  const drift: string[] = [];
  const contested = writers.pace.isSpent(context.resource.metadata.uid ?? '');
  for (const action of actions) {
    if (action.kind === 'ProvideDatabase') {
      const database = await provide(action.rotate, context, writers);
      return { drift, contested, again: !database, ...(database && { database }) };
    }
    if (action.kind === 'RunCommand') await run(action, context, writers);
    else if (action.kind === 'CancelRun') await deleteJob(action.id, context, writers);
    else if (!contested || isNews(action, context))
      drift.push(...(await rollOut(action, context, writers)));
  }
  if (drift.length > 0) writers.pace.repaired(context.resource.metadata.uid ?? '');
  await prune(context, writers);
  return { drift, contested, again: false };
}

/** A revision that is rolled out for the first time, as opposed to a repair of the current one. */
const isNews = ({ revision }: RollOut, { observed }: ReconcileContext) =>
  revision.key !== observed.workload.current?.key;

/** Nothing was done, so nothing is reported. */
export const nothingDone: Outcome = { drift: [], contested: false, again: false };

async function provide(
  rotate: string | undefined,
  { resource, environment, names, secrets, signal }: ReconcileContext,
  writers: Writers,
) {
  const write: WriteSecrets = async (values, madeMarks) => {
    for (const secret of await writers.manifests.secrets(
      resource,
      environment,
      values,
      madeMarks,
    )) {
      const name = secret.metadata.name === names.runtime.name ? names.runtime : names.migrator;
      await writers.applier.apply(secret, writers.secretWatch.storeOf(name), signal);
    }
  };
  return await supplyDatabase(environment, names, secrets, { rotate, write });
}

async function run(action: RunCommand, context: ReconcileContext, writers: Writers): Promise<void> {
  const { resource, environment, cache, observed, signal } = context;
  if (!observed.workload.current)
    await applyAll(
      await writers.manifests.foundation(resource, environment, inputsOf(context)),
      context,
      writers,
      { now: {}, before: {} },
    );
  const job = await writers.manifests.job(
    resource,
    environment,
    jobName(environment, action),
    action,
  );
  try {
    cache.jobs.remember(await writers.client.create(job, { signal }));
  } catch (error) {
    // The name identifies the attempt: it was created by a pass whose response was lost, or for an
    // earlier environment.
    if (!(error instanceof ApiError && error.isConflict)) throw error;
    await settleName(job, context, writers);
  }
}

/** The same name for the same attempt, so that it cannot be created twice. */
const jobName = (env: AhltEnvironment, { command, key, attempt }: RunCommand) =>
  // A label of its pods contains the name, in 63 characters.
  `${releaseName(env).slice(0, 36)}-${command}-${key.slice(0, 10)}-${attempt}`;

/** Deletes the Job that the cache has under this name, and never one created in its place. */
async function deleteJob(
  name: string,
  { resource, cache, signal }: ReconcileContext,
  { client }: Writers,
): Promise<void> {
  const job = ownedJobs(resource, cache).find(({ metadata }) => metadata.name === name);
  if (job) await client.delete(resources.job, job.metadata, { signal, preconditions: madeAs(job) });
}

const madeAs = ({ metadata: { uid } }: KubernetesObject) => (uid === undefined ? {} : { uid });

const inputsOf = ({ secrets, observed }: ReconcileContext): WorkloadInputs => ({
  // Nothing is rolled out without the Secrets; the objects applied before (`foundation`) do not read
  // them.
  secretChecksum: observed.secretChecksum ?? '',
  graphPasswordSet: Boolean(secrets.runtime?.['NEO4J_PASSWORD']),
});

async function rollOut(
  action: RollOut,
  context: ReconcileContext,
  writers: Writers,
): Promise<string[]> {
  const { resource, environment, cache } = context;
  const { objects, applied } = await writers.manifests.rollout(
    resource,
    environment,
    action,
    inputsOf(context),
  );
  const deployment = objects.at(-1);
  const live = deployment && cache.deployments.get(deployment.metadata);
  const before = live
    ? readApplied(live)
    : resource.status?.workload?.image === action.image
      ? applied
      : {};
  const changed = await applyAll(objects, context, writers, { now: applied, before });
  await removeStale(objects, context, writers);
  return changed;
}

interface AppliedTwice {
  readonly now: AppliedObjects;
  readonly before: AppliedObjects;
}

/**
 * Applies what differs; returns what others had changed. An object that was never applied cannot
 * have been changed.
 */
async function applyAll(
  objects: readonly Manifest[],
  { cache, signal }: ReconcileContext,
  writers: Writers,
  applied: AppliedTwice,
): Promise<string[]> {
  const { applier, client } = writers;
  const drift: string[] = [];
  for (const object of objects) {
    const name = nameInApplied(object);
    const store = cache.storeOf(object);
    const wasApplied = applied.before[name] !== undefined;
    const live =
      store.get(object.metadata) ??
      (wasApplied ? await find(object, store, writers, signal) : undefined);
    const additions = live ? applier.additions(object, live) : [];
    const { changed } = await applier.apply(object, store, signal);
    if (!changed || (!live && !wasApplied)) continue;
    const news = applied.before[name] !== applied.now[name];
    const difference = describeDrift(object, live, {
      manager: client.fieldManager,
      additions,
      news,
      records,
    });
    if (difference !== undefined) drift.push(difference);
  }
  return drift;
}

/** An object that lost our label disappeared from the cache, but was not deleted. */
async function find(
  object: Manifest,
  store: Store,
  { client }: Writers,
  signal: AbortSignal,
): Promise<KubernetesObject | undefined> {
  const found = await client.get(client.typeOf(object), object.metadata, { signal });
  if (found) store.remember(found);
  return found;
}

/** Records on the Deployment change without a rollout, e.g. when a revision has become good. */
const records = [marks.revision, marks.rolledOutAt, marks.lastGood, marks.failed, marks.applied];

/**
 * Objects of an earlier revision that this one lacks, e.g. the disruption budget of several
 * replicas.
 */
async function removeStale(
  objects: readonly Manifest[],
  { resource, cache, signal }: ReconcileContext,
  { client, applier }: Writers,
): Promise<void> {
  const wanted = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  for (const { type, store } of cache.owned) {
    if (type.kind === 'Job') continue;
    for (const object of store.ownedBy(resource.metadata.uid ?? '')) {
      if (wanted.has(`${type.kind} ${object.metadata.name}`) || object.metadata.deletionTimestamp)
        continue;
      await client.delete(type, object.metadata, { signal, preconditions: madeAs(object) });
      applier.forget(object);
    }
  }
}

/**
 * Finished Jobs kept per command: enough for troubleshooting and to find the run of the current
 * key.
 */
const keptJobs = 3;

async function prune(context: ReconcileContext, writers: Writers): Promise<void> {
  const finished = context.observed.runs.filter(({ state }) => state !== 'running');
  const byCommand = Map.groupBy(finished, ({ command }) => command);
  const newestFirst = (a: CommandRun, b: CommandRun) =>
    b.startedAt - a.startedAt || b.attempt - a.attempt;
  const old = [...byCommand.values()].flatMap((runs) => runs.toSorted(newestFirst).slice(keptJobs));
  for (const { id } of old) await deleteJob(id, context, writers);
}
