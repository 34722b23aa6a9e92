import type { AhltEnvironment } from '#cdk8s/api/index.ts';
import { releaseName } from '#cdk8s/api/index.ts';
import { podSelector } from '#cdk8s/constructs/labels.ts';
import { keyOf } from '../clients/kubernetes-types.ts';
import type { NamespaceCache } from './cluster.ts';
import type { Resolved } from './desired.ts';
import type { InspectDatabase } from './inspect-database.ts';
import { type Job, runOf } from './jobs.ts';
import type { Pod } from './pods.ts';
import type { EnvironmentObject } from './resource.ts';
import type { RunEnds } from './run-ends.ts';
import { type SecretNames, type SecretValues, secretChecksum } from './secrets.ts';
import type { Before, DatabaseState, Observed, RetryPolicy } from './types.ts';
import { type Deployment, workloadOf } from './workload.ts';

export interface Sources {
  readonly cache: NamespaceCache;
  readonly names: SecretNames;
  readonly secrets: SecretValues;
  readonly inspect: InspectDatabase;
  /** The API server's time. */
  readonly now: number;
  readonly runEnds: RunEnds;
  readonly retry: RetryPolicy;
}

/** The observed state, from the caches and the database only. */
export async function observe(
  resource: EnvironmentObject,
  resolved: Required<Resolved>,
  sources: Sources,
): Promise<Observed> {
  const { cache, secrets, now } = sources;
  const { environment } = resolved;
  // Jobs are read before the database, so that the effects of finished ones are in the ledger.
  const owned = ownedJobs(resource, cache);
  const ends = sources.runEnds.look(keyOf(resource.metadata), owned, now);
  const pods = cache.pods.store.list() as Pod[];
  const jobs = owned.flatMap(
    (job) => runOf(job, pods, now, ends.get(job.metadata.uid ?? '')) ?? [],
  );
  const database = environment.spec.suspend
    ? notAsked
    : await sources.inspect(environment, sources.names, secrets);
  return {
    now,
    database,
    runs: jobs,
    workload: workloadOf(deploymentOf(environment, cache), webPods(environment, cache), {
      desired: resolved.desired,
      status: resource.status,
    }),
    ...checksumOf(secrets),
    acknowledged: acknowledged(resource),
    ...(environment.spec.graph.enabled && {
      graphSecret: secrets.graph?.['password'] ? ('present' as const) : ('missing' as const),
    }),
    ...failingSince(resource, database),
    retry: sources.retry,
    before: before(resource),
  };
}

export const ownedJobs = ({ metadata }: EnvironmentObject, { jobs }: NamespaceCache): Job[] =>
  jobs.ownedBy(metadata.uid ?? '') as Job[];

const checksumOf = (secrets: SecretValues) => {
  const checksum = secretChecksum(secrets);
  return checksum === '' ? {} : { secretChecksum: checksum };
};

/** The database of a suspended environment is not queried. */
const notAsked: DatabaseState = { state: 'unseen' };

const deploymentOf = (env: AhltEnvironment, { deployments }: NamespaceCache) =>
  deployments
    .list(env.metadata.namespace)
    .find(({ metadata }) => metadata.name === releaseName(env)) as Deployment | undefined;

function webPods(env: AhltEnvironment, { pods }: NamespaceCache): Pod[] {
  const wanted = Object.entries(podSelector(releaseName(env), 'web'));
  return pods.store
    .list()
    .filter(({ metadata }) =>
      wanted.every(([label, value]) => metadata.labels?.[label] === value),
    ) as Pod[];
}

function acknowledged({ status }: EnvironmentObject): Observed['acknowledged'] {
  const { requestedAt, credentialsRotatedFor } = status ?? {};
  return {
    ...(requestedAt && { requestedAt }),
    ...(credentialsRotatedFor && { rotate: credentialsRotatedFor }),
  };
}

function failingSince(
  { status }: EnvironmentObject,
  { state }: DatabaseState,
): { databaseFailingSince?: number } {
  const before = status?.conditions?.find(({ type }) => type === 'DatabaseReady');
  return state !== 'ready' && before?.status === 'False'
    ? { databaseFailingSince: Date.parse(before.lastTransitionTime) }
    : {};
}

/** `migrations` is set when the database is first read, whatever it contains. */
function before({ status }: EnvironmentObject): Before {
  const { suspendedSince, unreadSince, migrations, schema, seed, graph } = status ?? {};
  return {
    ...(suspendedSince && { suspendedSince: Date.parse(suspendedSince) }),
    ...(migrations && {
      database: {
        ...(unreadSince && { unreadSince: Date.parse(unreadSince) }),
        schema: schema ?? null,
        ...(seed?.profile && { seed: seed.profile }),
        ...(graph?.syncedAt && { syncedAt: Date.parse(graph.syncedAt) }),
      },
    }),
  };
}
