import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import { becomes } from '#test/support/environment-status.ts';
import { eventually } from '#test/support/eventually.ts';
import { programVariables } from '#test/support/kubernetes/programs.ts';
import { findMkcert } from '#test/support/mkcert.ts';
import { neo4j } from '#test/support/neo4j.ts';
import { type Platform, startPlatform } from '#test/support/platform.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres.ts';
import { makeProject, type Project } from '../gitlab/project.ts';
import { codeBlocks } from './runbook-commands.ts';

// The code blocks of the runbooks, verbatim in a shell, in a copy of this repository, on a real API
// server with the platform.
let project: Project;
let platform: Platform;
let postgres: PostgresServer;
let programs: Readonly<Record<string, string>>;

beforeAll(async () => {
  [project, postgres, programs] = await Promise.all([
    makeProject(),
    startPostgres(),
    programVariables(),
  ]);
  platform = await startPlatform({ postgres, neo4j: await neo4j() });
  for (const name of ['staging', 'prod'])
    await platform.edit(`${name}/environment.yaml`, { 'spec.suspend': true });
  await platform.apply();
  await project.commit('environments/cluster.yaml', {
    'postgres.server.host': postgres.host,
    'postgres.server.port': postgres.port,
    'network.apiServerPort': Number(new URL(platform.controlPlane.server).port),
    'neo4j.uri': (await neo4j()).uri,
  });
  await becomes(platform, 'dev', { type: 'Ready', status: 'True' }, 120_000);
});
afterAll(async () => {
  await platform?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

const block = async (runbook: string, section: string, number = 0): Promise<string> => {
  const found = codeBlocks(await readFile(join('docs/runbooks', runbook), 'utf8'), section)[number];
  if (found === undefined) throw new Error(`${runbook} has no block ${number} below "${section}"`);
  return found;
};

/**
 * Runs a block as pasted by a user, up to its first failure, or for four minutes, so that its
 * output until then is shown.
 */
async function run(script: string): Promise<string> {
  const child = spawn('timeout', ['240', 'bash', '-euo', 'pipefail'], {
    cwd: project.folder,
    env: {
      ...process.env,
      ...programs,
      KUBECONFIG: platform.controlPlane.kubeconfig,
      CAROOT: join(project.folder, '..', 'authority'),
      PATH: `${findMkcert()}:${programs['PATH']}`,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk));
  child.stdin.end(script);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0)
    throw new Error(
      `ended with ${code}:\n${script}\n${said}\n${platform.kubelet.logs('ahlt-system').slice(-4000)}`,
    );
  return said;
}

const read = async (object: string, namespace = 'ahlt-dev') =>
  JSON.parse(await platform.kubectl(['get', object, '-n', namespace, '-o', 'json']));
const secret = async (key: string): Promise<string | undefined> => {
  const value = (await read('secret/ahlt-dev-secret')).data[key];
  return value && Buffer.from(value, 'base64').toString();
};
const query = (database: string, statement: string) =>
  withConnection(postgres.urlOf(database), async (client) => (await client.query(statement)).rows);

test('rotate secrets: the passwords of a database', async () => {
  const before = (await secret('DATABASE_URL')) ?? '';
  await run(await block('rotate-secrets.md', 'Passwords of a database'));
  expect(await secret('DATABASE_URL')).not.toBe(before);
  await expect(withConnection(before, (client) => client.query('select'))).rejects.toThrow(
    'password authentication failed',
  );
});

test('rotate secrets: the session key, with the old one believed until it is taken away', async () => {
  const old = await secret('SESSION_KEY');
  const generation = async () => (await read('deployment/ahlt-dev')).metadata.generation as number;
  const before = await generation();
  await run(await block('rotate-secrets.md', 'Session key'));
  expect(await secret('SESSION_KEY_PREVIOUS')).toBe(old);
  expect(await secret('SESSION_KEY')).toMatch(/^[0-9a-f]{128}$/);
  // The operator restarts the pods with both, and keeps both.
  await eventually(async () => expect(await generation()).toBeGreaterThan(before), 60_000);
  await becomes(platform, 'dev', { type: 'Ready', status: 'True' }, 60_000);
  await run(await block('rotate-secrets.md', 'Session key', 1));
  expect(await secret('SESSION_KEY_PREVIOUS')).toBeUndefined();
  await becomes(platform, 'dev', { type: 'Ready', status: 'True' }, 60_000);
});

test('restore: damaged data equals the copy again, and everything continues by itself', async () => {
  const count = async () =>
    (
      await query('ahlt_dev', "select count(*)::int as n from entities where entity_type = 'role'")
    )[0].n as number;
  const before = await count();
  expect(before).toBeGreaterThan(0);
  await run(await block('restore.md', 'A cluster', 2));
  // What pg_restore would have left beside the current database.
  await query('postgres', 'create database ahlt_dev_incoming owner ahlt_dev template ahlt_dev');
  await query('postgres', 'comment on database ahlt_dev_incoming is null');
  await query('ahlt_dev', "delete from entities where entity_type = 'role'");
  const statements = (await block('restore.md', 'A cluster', 3))
    .split(';')
    .filter((statement) => statement.trim() !== '');
  for (const statement of statements) await query('postgres', statement);
  await run(await block('restore.md', 'A cluster', 4));
  expect(await count()).toBe(before);
  expect(
    await query('ahlt_dev_replaced', "select from entities where entity_type = 'role'"),
  ).toEqual([]);
  const url = new URL((await secret('DATABASE_URL')) ?? '');
  expect(
    await withConnection(
      url.href,
      async (client) => (await client.query('select current_user as who')).rows,
    ),
  ).toEqual([{ who: 'ahlt_dev_app' }]);
});

test('promotion: the changes of a deployment are shown, and nothing is stored', async () => {
  const before = (await read('ahlt/dev')).metadata.generation;
  await project.commit('environments/dev/environment.yaml', { 'spec.logLevel': 'warn' });
  const said = await run('npm run deploy -- dev --dry-run');
  expect(said).toMatch(/\+ +logLevel: warn[\s\S]*nothing was stored \(--dry-run\)/);
  expect((await read('ahlt/dev')).metadata.generation).toBe(before);
});

test('graph: a resync is asked for, and waited for', async () => {
  const script = (await block('graph.md', 'The graph is unavailable or wrong')).replaceAll(
    'prod',
    'dev',
  );
  expect(await run(script)).toContain('condition met');
});

test('renew certificates: every host gets the new one', async () => {
  await run(await block('renew-certificates.md', 'Hosts, on a cluster'));
  const { data } = await read('secret/prod-tls', 'ahlt-prod');
  const made = await readFile(join(project.folder, 'certs/ahlt.pem'), 'utf8');
  expect(Buffer.from(data['tls.crt'], 'base64').toString()).toBe(made);
});

test('add an environment: from a copied file to Ready', { timeout: 300_000 }, async () => {
  const steps = codeBlocks(
    await readFile('docs/runbooks/add-an-environment.md', 'utf8'),
    'Add an environment',
  );
  expect(steps).toHaveLength(3);
  for (const step of steps) await run(step);
  const { spec, status } = await read('ahlt/qa', 'ahlt-qa');
  expect(spec).toMatchObject({
    stage: 'dev',
    host: 'qa.local',
    tlsSecretName: 'qa-tls',
    database: { name: 'ahlt_qa' },
  });
  expect(status.conditions.find(({ type }: { type: string }) => type === 'Ready').status).toBe(
    'True',
  );
  const password = await run(
    "kubectl get secret ahlt-qa-migrator -n ahlt-qa -o jsonpath='{.data.BOOTSTRAP_ADMIN_PASSWORD}' | base64 -d",
  );
  expect(password).not.toBe('');
  // The others were not changed.
  expect(
    (await read('ahlt/dev')).status.conditions.find(
      ({ type }: { type: string }) => type === 'Ready',
    ).status,
  ).toBe('True');
});
