import { type AhltEnvironment, type ConnectedEnvironment, releaseName } from '#cdk8s/api/index.ts';
import type { KubernetesClient } from '../clients/kubernetes.ts';
import { ApiError } from '../clients/kubernetes-error.ts';
import { resources } from '../clients/kubernetes-resources.ts';
import type { Manifest } from '../clients/kubernetes-types.ts';
import type { Applier } from '../runtime/applier.ts';
import { settleName } from './adopt.ts';
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

export interface Hands {
  readonly client: KubernetesClient;
  readonly applier: Applier;
  readonly manifests: ManifestBuilder;
  readonly secretWatch: SecretWatch;
  readonly pace: RepairPace;
}

/** One environment during one pass. */
export interface Subject {
  readonly resource: EnvironmentObject;
  readonly environment: ConnectedEnvironment;
  readonly cache: NamespaceCache;
  readonly names: SecretNames;
  readonly secrets: SecretValues;
  readonly observed: Observed;
  readonly signal: AbortSignal;
}

export interface Outcome {
  /** What stood in the way at the database. */
  readonly database?: DatabaseState;
  /** What others had changed and was put back. */
  readonly drift: readonly string[];
  /** Others change it again and again, so it is not put back for a while. */
  readonly contested: boolean;
  /** Something was done that no watch reports. */
  readonly again: boolean;
}

/** Carries a plan's actions out, in order; each is safe to repeat. Throws `ApiError`. */
export async function carryOut(actions: readonly Action[], subject: Subject, hands: Hands): Promise<Outcome> {
  const drift: string[] = [];
  const contested = hands.pace.isSpent(subject.resource.metadata.uid ?? '');
  for (const action of actions) {
    if (action.kind === 'ProvideDatabase') {
      const database = await provide(action.rotate, subject, hands);
      return { drift, contested, again: !database, ...(database && { database }) };
    }
    if (action.kind === 'RunCommand') await run(action, subject, hands);
    else if (action.kind === 'CancelRun') await deleteJob(action.id, subject, hands);
    else if (!contested || isNews(action, subject)) drift.push(...(await rollOut(action, subject, hands)));
  }
  if (drift.length > 0) hands.pace.repaired(subject.resource.metadata.uid ?? '');
  await prune(subject, hands);
  return { drift, contested, again: false };
}

/** A revision that is wanted for the first time, and not a repair of the one that runs. */
const isNews = ({ revision }: RollOut, { observed }: Subject) => revision.key !== observed.workload.current?.key;

/** Nothing was done, so nothing is to be told. */
export const nothingDone: Outcome = { drift: [], contested: false, again: false };

async function provide(rotate: string | undefined, { resource, environment, names, secrets, signal }: Subject, hands: Hands) {
  const write: WriteSecrets = async (values, madeMarks) => {
    for (const secret of await hands.manifests.secrets(resource, environment, values, madeMarks)) {
      const name = secret.metadata.name === names.runtime.name ? names.runtime : names.migrator;
      await hands.applier.apply(secret, hands.secretWatch.storeOf(name), signal);
    }
  };
  return await supplyDatabase(environment, names, secrets, { rotate, write });
}

async function run(action: RunCommand, subject: Subject, hands: Hands): Promise<void> {
  const { resource, environment, cache, observed, signal } = subject;
  if (!observed.workload.current)
    await applyAll(await hands.manifests.foundation(resource, environment, inputsOf(subject)), subject, hands);
  const job = await hands.manifests.job(resource, environment, jobName(environment, action), action);
  try {
    cache.jobs.remember(await hands.client.create(job, { signal }));
  } catch (error) {
    // The name says which attempt it is: it is there already, made by a pass whose answer was lost, or for an environment before.
    if (!(error instanceof ApiError && error.isConflict)) throw error;
    await settleName(job, subject, hands);
  }
}

/** The same for the same attempt, so that it cannot be made twice. */
const jobName = (env: AhltEnvironment, { command, key, attempt }: RunCommand) =>
  // A label of its pods holds the name, in 63 characters.
  `${releaseName(env).slice(0, 36)}-${command}-${key.slice(0, 10)}-${attempt}`;

async function deleteJob(name: string, { resource, signal }: Subject, { client }: Hands): Promise<void> {
  await client.delete(resources.job, { name, namespace: resource.metadata.namespace ?? '' }, { signal });
}

const inputsOf = ({ secrets, observed }: Subject): WorkloadInputs => ({
  // Without the Secrets nothing is rolled out; what is applied before (`foundation`) does not read it.
  secretChecksum: observed.secretChecksum ?? '',
  graphPasswordSet: Boolean(secrets.runtime?.['NEO4J_PASSWORD']),
});

async function rollOut(action: RollOut, subject: Subject, hands: Hands): Promise<string[]> {
  const { resource, environment, cache } = subject;
  const { objects, hash } = await hands.manifests.rollout(resource, environment, action, inputsOf(subject));
  const deployment = objects.at(-1);
  const live = deployment && cache.deployments.get(deployment.metadata);
  // All of this was applied before, so what differs now was changed by others.
  const wasApplied = live ? live.metadata.annotations?.[marks.applied] === hash : resource.status?.workload?.image === action.image;
  const changed = await applyAll(objects, subject, hands, wasApplied);
  await removeStale(objects, subject, hands);
  return changed;
}

/** Applies what differs; with `watchful` the answer says what others had done to it. */
async function applyAll(
  objects: readonly Manifest[],
  { cache, signal }: Subject,
  { applier, client }: Hands,
  watchful = false,
): Promise<string[]> {
  const drift: string[] = [];
  for (const object of objects) {
    const store = cache.storeOf(object);
    const live = store.get(object.metadata);
    const { changed } = await applier.apply(object, store, signal);
    if (changed && watchful && !isBookkeeping(object, live)) drift.push(describeDrift(object, live, client.fieldManager));
  }
  return drift;
}

/** The record on the Deployment moves on by itself, e.g. when a revision has become good. */
function isBookkeeping(object: Manifest, live: Manifest | undefined): boolean {
  const records = [marks.revision, marks.rolledOutAt, marks.lastGood, marks.failed];
  const of = ({ metadata }: Manifest) => JSON.stringify(records.map((record) => metadata.annotations?.[record]));
  return live !== undefined && object.kind === 'Deployment' && of(object) !== of(live);
}

/** Objects of an earlier revision that this one does not have, e.g. the disruption budget of more replicas. */
async function removeStale(objects: readonly Manifest[], { resource, cache, signal }: Subject, { client, applier }: Hands): Promise<void> {
  const wanted = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  for (const { type, store } of cache.owned) {
    if (type.kind === 'Job') continue;
    for (const object of store.ownedBy(resource.metadata.uid ?? '')) {
      if (wanted.has(`${type.kind} ${object.metadata.name}`) || object.metadata.deletionTimestamp) continue;
      await client.delete(type, object.metadata, { signal });
      applier.forget(object);
    }
  }
}

/** Finished Jobs kept for each command: enough to see what happened and to find the run of the present key. */
const keptJobs = 3;

async function prune(subject: Subject, hands: Hands): Promise<void> {
  const finished = subject.observed.runs.filter(({ state }) => state !== 'running');
  const byCommand = Map.groupBy(finished, ({ command }) => command);
  const newestFirst = (a: CommandRun, b: CommandRun) => b.startedAt - a.startedAt || b.attempt - a.attempt;
  const old = [...byCommand.values()].flatMap((runs) => runs.toSorted(newestFirst).slice(keptJobs));
  for (const { id } of old)
    if (ownedJobs(subject.resource, subject.cache).some(({ metadata }) => metadata.name === id)) await deleteJob(id, subject, hands);
}
