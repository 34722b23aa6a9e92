import { type ConnectedEnvironment, releaseName } from '#cdk8s/api/index.ts';
import { deleteGraph } from '../clients/neo4j.ts';
import { dropDatabase } from '../clients/postgres.ts';
import { done, type Result, requeueAfter } from '../runtime/controller.ts';
import { removeFinalizer } from '../runtime/finalizers.ts';
import { nothingDone } from './carry-out.ts';
import { adminUrl, tlsOf } from './connections.ts';
import type { Resolved } from './desired.ts';
import { report } from './report.ts';
import { type EnvironmentObject, environmentType, marks } from './resource.ts';
import { databaseOwner, type SecretNames, type SecretValues, secretValues } from './secrets.ts';
import type { Services } from './services.ts';
import { refusalOf } from './supply-database.ts';
import { failing, sentence } from './words.ts';

export interface Removal {
  readonly resolved: Resolved;
  readonly names: SecretNames | undefined;
  readonly services: Services;
  readonly signal: AbortSignal;
}

/** Seconds before a failed removal is retried. */
const pauseSeconds = 15;

/**
 * Handles the deletion of an environment. With `retain`, or an unreadable spec, the data is kept
 * and no server is called; with `delete` the database, its roles and the environment's part of the
 * graph are deleted first. Owned objects are deleted with it.
 */
export async function remove(
  resource: EnvironmentObject,
  { resolved, names, services, signal }: Removal,
): Promise<Result> {
  const { environment } = resolved;
  const problem =
    environment && names && environment.spec.deletionPolicy === 'delete'
      ? await erase(environment, names, services)
      : undefined;
  if (!problem) {
    await removeFinalizer(services.client, environmentType, resource, {
      finalizer: marks.finalizer,
      signal,
    });
    return done;
  }
  const { name, namespace = '' } = resource.metadata;
  const letGo = `kubectl -n ${namespace} patch ahlt ${name} --type merge -p '{"spec":{"deletionPolicy":"retain"}}'`;
  const message = `${sentence(problem.message)} To delete the environment and keep the data: ${letGo}`;
  const conditions = failing(
    problem.reason,
    message,
    `The data of ${environment ? releaseName(environment) : name} is deleted once this is resolved. Retrying every ${pauseSeconds} s.`,
  );
  await report(
    resource,
    { resolved, plan: { step: 'Deleting', actions: [], conditions }, outcome: nothingDone, signal },
    services,
  );
  return requeueAfter(pauseSeconds * 1000);
}

interface Obstacle {
  readonly reason: string;
  readonly message: string;
}

async function erase(
  environment: ConnectedEnvironment,
  names: SecretNames,
  { secretWatch }: Services,
): Promise<Obstacle | undefined> {
  const secrets = secretValues(names, (name) => secretWatch.get(name));
  return (
    (await eraseDatabase(environment, names, secrets)) ??
    (await eraseGraph(environment, names, secrets))
  );
}

/** An own database was not created here and is not deleted here. */
async function eraseDatabase(
  environment: ConnectedEnvironment,
  { admin: name }: SecretNames,
  secrets: SecretValues,
): Promise<Obstacle | undefined> {
  const { admin } = secrets;
  const { name: database } = environment.spec.database;
  const { database: server } = environment.connections;
  if (!server) return undefined;
  const place = `Secret ${name?.namespace}/${name?.name}`;
  if (!admin?.['username'] || !admin['password'])
    return {
      reason: 'SecretMissing',
      message: `${place} with username and password is required to delete database ${database}`,
    };
  try {
    await dropDatabase(adminUrl(server, admin), {
      name: database,
      owner: databaseOwner(environment),
      ssl: tlsOf(server, secrets),
    });
    return undefined;
  } catch (error) {
    const { reason, message } = refusalOf(error, `${server.host}:${server.port}`);
    // A database of the same name that we do not own is left alone.
    return reason === 'DatabaseTaken'
      ? undefined
      : { reason, message: `Database ${database} cannot be deleted: ${message}` };
  }
}

async function eraseGraph(
  { metadata, connections }: ConnectedEnvironment,
  { graph: name }: SecretNames,
  { graph }: SecretValues,
): Promise<Obstacle | undefined> {
  const { graph: server } = connections;
  if (!server) return undefined;
  if (!graph?.['password'])
    return {
      reason: 'SecretMissing',
      message: `Secret ${name?.namespace}/${name?.name} with username and password is required to delete the graph of ${metadata.name}`,
    };
  try {
    await deleteGraph(
      { uri: server.uri, user: graph['username'] ?? 'neo4j', password: graph['password'] },
      metadata.name,
    );
    return undefined;
  } catch (error) {
    return {
      reason: 'GraphUnreachable',
      message: `The graph of ${metadata.name} cannot be deleted: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
