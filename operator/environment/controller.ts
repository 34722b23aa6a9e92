import { kind } from '#cdk8s/api/index.ts';
import type { KubernetesObject, ObjectName } from '../clients/kubernetes-types.ts';
import { nameOf } from '../clients/kubernetes-types.ts';
import { Controller, type ControllerOptions } from '../runtime/controller.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { awaitingServer } from './await-server.ts';
import type { Cluster } from './cluster.ts';
import { environmentQueue } from './environment-queue.ts';
import { reconcile } from './reconcile.ts';
import { RunEnds } from './run-ends.ts';
import { SecretWatch, type SecretWatchOptions } from './secret-watch.ts';
import { sparing } from './servers.ts';
import type { Services } from './services.ts';

export interface EnvironmentControllerOptions
  extends Omit<Services, 'secretWatch' | 'runEnds'>,
    Pick<ControllerOptions, 'onReconcile'> {
  readonly concurrency: number;
}

export interface EnvironmentController {
  readonly controller: Controller;
  readonly queue: WorkQueue<ObjectName>;
  readonly stop: () => void;
}

/**
 * The controller of all environments: triggered by changes of an environment, its objects, its pods
 * and its Secrets.
 */
export function environmentController(
  options: EnvironmentControllerOptions,
): EnvironmentController {
  const { client, log, cluster, clock, concurrency, onReconcile } = options;
  const find = (name: ObjectName) => cluster.in(name.namespace ?? '').environments.store.get(name);
  const { queue, outages } = environmentQueue({ clock, concurrency, find });
  const inspect = awaitingServer(sparing(options.inspect, outages), client);
  const watch: SecretWatchOptions = { client, log, onChange: (key) => queue.add(nameOf(key)) };
  const secretWatch = new SecretWatch(watch);
  const controller = new Controller({
    name: 'environment',
    queue,
    reconcile: reconcile({ ...options, inspect, secretWatch, runEnds: new RunEnds(clock) }),
    log,
    concurrency,
    clock,
    ...(onReconcile && { onReconcile }),
  });
  wire(controller, cluster);
  const stop = () => {
    secretWatch.stop();
    outages.stop();
  };
  return { controller, queue, stop };
}

function wire(controller: Controller, cluster: Cluster): void {
  for (const { environments, owned, pods } of cluster.namespaces.values()) {
    controller.for(environments);
    for (const reflector of owned) controller.owns(reflector, kind);
    // Pods are owned by a Job or a ReplicaSet; the label identifies the environment.
    controller.watches(pods, environmentOf);
  }
}

const prefix = 'ahlt-';

function environmentOf({ metadata }: KubernetesObject): ObjectName[] {
  const release = metadata.labels?.['app.kubernetes.io/instance'];
  if (!release?.startsWith(prefix)) return [];
  return [
    {
      name: release.slice(prefix.length),
      ...(metadata.namespace && { namespace: metadata.namespace }),
    },
  ];
}
