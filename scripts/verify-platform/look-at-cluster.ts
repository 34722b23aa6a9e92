import { z } from 'zod';
import { infraNamespace, operatorName, systemNamespace } from '#cdk8s/charts/cluster-names.ts';
import { ClusterError, kubectl } from '../deploy/kubectl.ts';
import type { LiveEnvironment } from '../deploy/verdict.ts';
import type { NamespaceFacts, ReplicaFacts } from './facts.ts';

/** Returns objects of one kind. Throws ClusterError. */
async function list<T>(schema: z.ZodType<T>, ...args: string[]): Promise<T[]> {
  const text = await kubectl(['get', ...args, '-o', 'json', '--request-timeout=10s']).catch(
    (error: ClusterError) => {
      // The last line is the error; the lines before are attempts.
      throw new ClusterError(error.message.split('\n').at(-1), { cause: error });
    },
  );
  return z.object({ items: z.array(schema) }).parse(JSON.parse(text)).items;
}

const named = z.object({ name: z.string(), labels: z.record(z.string(), z.string()).optional() });
const namespace = z.object({ metadata: named, status: z.object({ phase: z.string() }) });

/** The number of all errors. */
export async function lookAtNamespaces(): Promise<NamespaceFacts[]> {
  const found = await list(namespace, 'namespaces');
  return found.map(({ metadata, status }) => ({
    name: metadata.name,
    phase: status.phase,
    podSecurity: metadata.labels?.['pod-security.kubernetes.io/enforce'],
  }));
}

/** As returned by the API server, which validates with our schema. */
const environment = z.custom<LiveEnvironment & { readonly metadata: { readonly name: string } }>();

/** Returns the environments' resources by name. */
export async function lookAtEnvironments(): Promise<ReadonlyMap<string, LiveEnvironment>> {
  const found = await list(environment, 'ahltenvironments.platform.ahlt.dev', '--all-namespaces');
  return new Map(found.map((one) => [one.metadata.name, one]));
}

const replicated = z.object({
  metadata: named,
  spec: z.object({ replicas: z.int().default(1) }),
  status: z.object({ readyReplicas: z.int().default(0) }).default({ readyReplicas: 0 }),
});

async function replicas(
  kind: string,
  name: string,
  where: string,
): Promise<ReplicaFacts | undefined> {
  const found = await list(replicated, kind, '--namespace', where);
  const one = found.find(({ metadata }) => metadata.name === name);
  return one && { wanted: one.spec.replicas, ready: one.status.readyReplicas };
}

/** Returns the server `postgres` or `neo4j` of the shared namespace. */
export const lookAtServer = (name: string): Promise<ReplicaFacts | undefined> =>
  replicas('statefulsets', name, infraNamespace);

/** The operator's pods. */
export const lookAtOperator = (): Promise<ReplicaFacts | undefined> =>
  replicas('deployments', operatorName, systemNamespace);

/** Names of the classes with a controller. */
export const lookAtIngressClasses = async (): Promise<string[]> =>
  (await list(z.object({ metadata: named }), 'ingressclasses')).map(
    ({ metadata }) => metadata.name,
  );
