import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupsChart } from '#cdk8s/charts/environment-backups.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import {
  conditionOf,
  type EnvironmentBed,
  type EnvironmentView,
  environmentBed,
  isSettled,
} from '#test/support/environment-bed.ts';
import { certificateAuthority, serverCertificate } from '#test/support/kubernetes/certificates.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres.ts';
import { postgresImage } from '#test/support/postgres-programs.ts';

// Backups as in a cluster: the Job's own script runs pg_dump, initdb and pg_restore of the server's
// version on a real server, over TLS with a private authority.

const run = promisify(execFile);
const postgresVersion = 'registry.test/postgres:17.10';
const imageOf = (tag: string) => `registry.test/ahlt/im-ctrl:${tag}`;
const backups = { image: postgresVersion, claimName: 'ahlt-dev-backups', keep: 2 };
const destructive = { backup: 'destructive', allowDestructive: true };

let bed: EnvironmentBed;
let postgres: PostgresServer;
let programs: string;

beforeAll(async () => {
  const authority = await certificateAuthority('backup');
  postgres = await startPostgres(undefined, {
    certificate: await serverCertificate(authority, ['localhost'], []),
  });
  bed = await environmentBed('backup', postgres);
  const secret = [
    'create',
    'secret',
    'generic',
    'postgres-ca',
    `--from-literal=ca.crt=${authority.cert}`,
    '-n',
    bed.namespace,
  ];
  await bed.plane.kubectl(secret);
  programs = await postgresImage(await mkdtemp(join(tmpdir(), 'ahlt-postgres-image-')));
  bed.images.add(postgresVersion, programs);
  await bed.startOperator(
    {},
    {
      postgres: {
        host: 'localhost',
        sslMode: 'verify-full',
        caSecretRef: { name: 'postgres-ca', namespace: bed.namespace },
      },
    },
  );
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  await rm(programs, { recursive: true, force: true });
});

const apply = (spec: object) => bed.apply(spec);

const volume = () => bed.kubelet.claim(bed.namespace, backups.claimName);
const files = async () => (await readdir(volume())).toSorted();
// The name of an unverified dump starts with a dot; a failed backup is retried while the test
// looks.
const dumps = async () =>
  (await files()).filter((name) => name.endsWith('.dump') && !name.startsWith('.'));
const reason = (type: string, wanted: string) => (environment: EnvironmentView) =>
  isSettled(environment) && conditionOf(environment, type)?.reason === wanted;
const database = <T extends object>(statement: string) =>
  withConnection(
    postgres.urlOf(bed.database),
    async (client) => (await client.query<T>(statement)).rows,
  );

const migrations: { name: string; statements: string[] }[] = [];

/** Deploys an image with one more migration than the last; the plan is destructive. */
async function bring(tag: string, statement: string, spec: object = {}): Promise<void> {
  migrations.push({ name: `step_${tag.replaceAll('.', '_')}`, statements: [statement] });
  await bed.images.build({ name: imageOf(tag), migrations });
  await apply({ image: imageOf(tag), migrations: destructive, backups, ...spec });
}

test('spec platform#backups: before a destructive plan a dump is created, verified by a restore, and kept; then the plan runs', async () => {
  await apply({ migrations: destructive, backups });
  await bed.untilReady();
  await database('create table precious as select generate_series(1, 1000) as id');
  await database(`alter table precious owner to "${bed.database}"`);
  await bring('1.1.0', 'drop table precious');
  const environment = await bed.untilReady();
  expect(conditionOf(environment, 'BackedUp')).toMatchObject({
    status: 'True',
    reason: 'Verified',
    message: expect.stringMatching(
      /^\d{8}T\d{6}Z-plan-[0-9a-f]{12}\.dump, \d+\.\d MiB, was verified by a restore at .+ tables, schema \d{4}\.$/,
    ),
  });
  expect(environment.status?.runs?.map(({ command }) => command)).toContain('backup');
  expect(await dumps()).toHaveLength(1);
  const { items } = await bed.get<{ items: { spec: { template: object } }[] }>(
    'jobs',
    '-l',
    'platform.ahlt.dev/command=backup',
  );
  expect(JSON.stringify(items[0]?.spec.template)).not.toContain('PASSWORD');
  expect(await database("select from pg_class where relname = 'precious'")).toEqual([]);
});

test('what the plan deleted is restored from the dump', async () => {
  const [dump = ''] = await dumps();
  const url = postgres.urlOf('postgres');
  await withConnection(url, (client) => client.query('create database restored'));
  await run(join(programs, 'bin/pg_restore'), [
    '--no-owner',
    `--dbname=${postgres.urlOf('restored')}`,
    '--exit-on-error',
    join(volume(), dump),
  ]);
  const rows = await withConnection(
    postgres.urlOf('restored'),
    async (client) => (await client.query('select count(*)::int from precious')).rows,
  );
  expect(rows).toEqual([{ count: 1000 }]);
});

test('a dump that cannot be restored stops the plan, is not kept, and is reported with the words of PostgreSQL', async () => {
  const before = await dumps();
  // Dumped without an error but useless: during the restore, names without a schema are not found.
  await database(`
    create table numbers as select 1 as id;
    create function known(int) returns boolean language plpgsql as 'begin return exists (select from numbers where id = $1); end';
    create table uses (id int check (known(id)));
    insert into uses values (1);
    alter table numbers owner to "${bed.database}";
    alter table uses owner to "${bed.database}";`);
  await bring('1.2.0', 'drop table numbers');
  const environment = await bed.until('reported', reason('BackedUp', 'BackupFailed'));
  expect(conditionOf(environment, 'Stalled')).toMatchObject({
    status: 'True',
    reason: 'BackupFailed',
  });
  expect(conditionOf(environment, 'Ready')?.message).toMatch(
    /^The backup of .+ failed, attempt \d+: the dump cannot be restored: .*relation "numbers" does not exist/,
  );
  expect(await database('select from numbers')).toHaveLength(1);
  expect(await dumps()).toEqual(before);
  await database('drop table uses');
  await bed.untilReady(50_000);
  expect(await dumps()).toHaveLength(2);
  expect(await files()).toEqual(await dumps());
});

test('of dumps as many stay as are wanted, the newest', async () => {
  const before = await dumps();
  await bring('1.3.0', 'drop table if exists nothing');
  await bed.untilReady();
  const after = await dumps();
  expect(after).toHaveLength(2);
  expect(after).toContain(before.at(-1));
  expect(after).not.toContain(before[0]);
});

test('the nightly backup that synth writes runs as it stands, and counts apart', async () => {
  const read = readEnvironments(process.cwd());
  const environment = read.ok
    ? read.value.environments.find(({ metadata }) => metadata.name === 'dev')
    : undefined;
  if (!read.ok || environment === undefined) throw new Error('environments/ is wrong');
  const image = environment.spec.backups?.image ?? '';
  bed.images.add(image, programs);
  const before = await dumps();
  for (const object of backupsChart(environment, read.value.cluster)) {
    const here = { ...object, metadata: { ...object.metadata, namespace: bed.namespace } };
    await bed.plane.kubectl(
      ['apply', '--server-side', '--validate=strict', '-f', '-'],
      JSON.stringify(here),
    );
  }
  await bed.plane.kubectl([
    'create',
    'job',
    '--from=cronjob/ahlt-dev-backup',
    'now',
    '-n',
    bed.namespace,
  ]);
  await bed.plane.kubectl([
    'wait',
    'job/now',
    '--for=condition=Complete',
    '-n',
    bed.namespace,
    '--timeout=120s',
  ]);
  const [nightly, ...others] = (await dumps()).filter((dump) => !before.includes(dump));
  expect(nightly).toMatch(/^\d{8}T\d{6}Z-nightly\.dump$/);
  expect(others).toEqual([]);
});

test('the pod of the runbook, through which dumps are taken out, is one that sleeps', async () => {
  const text = await readFile('docs/runbooks/restore.md', 'utf8');
  const patch = /-p '(\[.+\])'/.exec(text)?.[1] ?? '';
  const make = [
    'create',
    'job',
    'files',
    '--from=cronjob/ahlt-dev-backup',
    '--dry-run=client',
    '-o',
    'yaml',
    '-n',
    bed.namespace,
  ];
  const job = await bed.plane.kubectl(make);
  const sleeping = await bed.plane.kubectl(
    ['patch', '--local', '-f', '-', '--type', 'json', '-o', 'yaml', '-p', patch],
    job,
  );
  await bed.plane.kubectl(['apply', '-n', bed.namespace, '-f', '-'], sleeping);
  await bed.plane.kubectl([
    'wait',
    'job/files',
    '--for=jsonpath={.status.ready}=1',
    '-n',
    bed.namespace,
    '--timeout=120s',
  ]);
  await bed.plane.kubectl(['delete', 'job', 'files', '-n', bed.namespace]);
});

test('without a place for backups a plan that needs one waits until one is declared', async () => {
  await bring('1.4.0', 'drop table if exists nothing_again', { backups: undefined });
  const environment = await bed.until('reported', reason('BackedUp', 'NotAvailable'));
  expect(conditionOf(environment, 'Ready')?.message).toContain(
    'needs a backup first, and spec.backups is not set',
  );
  await apply({
    image: imageOf('1.4.0'),
    migrations: { ...destructive, backedUpPlan: environment.status?.migrations?.planHash },
  });
  await bed.untilReady();
});
