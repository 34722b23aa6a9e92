import neo4j from 'neo4j-driver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  conditionOf,
  type EnvironmentBed,
  type EnvironmentView,
  environmentBed,
  isSettled,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';
import { type Neo4jServer, startNeo4j } from '#test/support/neo4j.ts';

// The graph follows, and nothing waits for it. Uses its own server, which is killed here.

let bed: EnvironmentBed;
let server: Neo4jServer;

beforeAll(async () => {
  [bed, server] = await Promise.all([environmentBed('graph'), startNeo4j()]);
  await bed.plane.kubectl([
    'create',
    'secret',
    'generic',
    'graph',
    '-n',
    bed.namespace,
    '--from-literal=username=neo4j',
    `--from-literal=password=${server.password}`,
  ]);
  await bed.startOperator(
    {},
    { neo4j: { uri: server.uri, secretRef: { name: 'graph', namespace: bed.namespace } } },
  );
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

const withGraph = (spec: object = {}) => ({
  graph: { enabled: true },
  deletionPolicy: 'delete',
  ...spec,
});
const graph = (environment: EnvironmentView) =>
  isSettled(environment) ? conditionOf(environment, 'GraphSynced') : undefined;

async function nodes(): Promise<number> {
  const driver = neo4j.driver(server.uri, neo4j.auth.basic(server.user, server.password));
  try {
    const { records } = await driver.executeQuery(
      'MATCH (n:Entity {env: $env}) RETURN count(n) AS count',
      { env: 'dev' },
    );
    return records[0]?.get('count').toNumber();
  } finally {
    await driver.close();
  }
}

test('an environment with a graph is in sync', async () => {
  await bed.apply(withGraph());
  await bed.untilReady();
  const { status } = await bed.until(
    'in sync',
    (environment) => graph(environment)?.reason === 'Synced',
  );
  expect(status).toMatchObject({ graphState: 'in sync', step: 'Watching' });
  expect(status?.graph?.nodes).toBeGreaterThan(100);
  expect(await nodes()).toBe(status?.graph?.nodes);
});

test('a request rebuilds it', async () => {
  const before = (await bed.environment()).status?.graph?.syncedAt ?? '';
  await bed.annotate({ 'platform.ahlt.dev/requestedAt': 'again' });
  const { status } = await bed.until(
    'acknowledged',
    ({ status: now }) => now?.requestedAt === 'again',
  );
  expect((status?.graph?.syncedAt ?? '') > before).toBe(true);
});

test('without its server the environment stays Ready and reports it; once it is back, the graph catches up', async () => {
  await server.kill();
  await bed.annotate({ 'platform.ahlt.dev/requestedAt': 'while it is away' });
  const away = await bed.until(
    'reported',
    (environment) => graph(environment)?.reason === 'ResyncFailed',
  );
  expect(conditionOf(away, 'Ready')?.status).toBe('True');
  expect(away.status?.graphState).toBe('stale');
  await server.start();
  await bed.until('in sync', (environment) => graph(environment)?.reason === 'Synced', 90_000);
});

test('an environment that says more than its namespace was given is refused, and what runs stays as it is', async () => {
  const served = () => bed.get<{ items: { spec: { rules: { host: string }[] } }[] }>('ingress');
  const before = JSON.stringify((await served()).items.map(({ spec }) => spec));
  await bed.apply(withGraph({ host: 'app.local' }));
  const refused = await bed.until(
    'refused',
    (one) => isSettled(one) && conditionOf(one, 'Stalled')?.reason === 'InvalidSpec',
  );
  expect(conditionOf(refused, 'Ready')?.message).toContain(
    'spec.host "app.local": the platform gave this namespace dev.local',
  );
  expect(JSON.stringify((await served()).items.map(({ spec }) => spec))).toBe(before);
  await bed.apply(withGraph());
  await bed.untilReady();
});

test('the schedule says when it is rebuilt next', async () => {
  await bed.apply(withGraph({ resync: { schedule: '0 3 * * *', timeZone: 'Europe/Berlin' } }));
  const { status } = await bed.until(
    'scheduled',
    (environment) => isSettled(environment) && environment.status?.nextResyncAt !== undefined,
  );
  expect(status?.nextResyncAt).toMatch(/T0[12]:00:00Z$/);
});

test('deleted while its server is down, it stays and reports why; its nodes are deleted once the server is back, and then it is', async () => {
  await server.kill();
  await bed.plane.kubectl(['delete', 'ahlt', 'dev', '-n', bed.namespace, '--wait=false']);
  const waiting = await bed.until(
    'waiting for the graph',
    (one) => conditionOf(one, 'Ready')?.reason === 'GraphUnreachable',
  );
  expect(waiting.metadata.finalizers).toEqual(['platform.ahlt.dev/database']);
  expect(waiting.status?.step).toBe('Deleting');
  await server.start();
  await eventually(async () =>
    expect(await bed.plane.kubectl(['get', 'ahlt', '-n', bed.namespace, '-o', 'name'])).toBe(''),
  );
  expect(await nodes()).toBe(0);
});
