import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMachine } from './machine.ts';

// One story in order: a user runs `make`, on the test's own project, ports and secrets.
const folder = await mkdtemp(join(tmpdir(), 'ahlt-compose-'));
const machine = await openMachine(join(folder, 'secrets'));
const { make, sql, status, inspect } = machine;
const environments = ['dev', 'staging', 'prod'] as const;

const people = (environment: string) =>
  sql(environment, "select count(*) from entities where entity_type = 'user'");
const mark = (environment: string) =>
  sql(
    environment,
    `insert into entities (entity_type, name, label) values ('note', 'mark_${environment}', 'Mark of ${environment}')`,
  );
const marks = (environment: string) =>
  sql(
    environment,
    "select coalesce(string_agg(name, ','), '') from entities where name like 'mark_%'",
  );

beforeAll(() => make('dev'));
afterAll(async () => {
  await machine.clean();
  await rm(folder, { recursive: true, force: true });
});

test('make alone lists the targets, and does nothing', async () => {
  expect(await make()).toMatch(/Local environments[\s\S]*restore +put it back/);
});

test('spec platform#secrets: make dev starts one environment, with secrets that only its owner can list', async () => {
  expect(await status('dev', '/readyz')).toBe(200);
  expect((await stat(machine.secrets)).mode & 0o777).toBe(0o700);
  expect(await readFile(join(machine.secrets, 'dev-session-key'), 'utf8')).toMatch(
    /^[0-9a-f]{128}\n$/,
  );
});

test('spec platform#compose: make all adds the others to servers that have data already, and keeps every secret', async () => {
  const before = await readFile(join(machine.secrets, 'dev-runtime-url'), 'utf8');
  await make('all');
  expect(await make('ps')).toMatch(/app-prod +Up .*healthy/);
  for (const environment of environments)
    expect([environment, await status(environment, '/readyz')]).toEqual([environment, 200]);
  expect(await readFile(join(machine.secrets, 'dev-runtime-url'), 'utf8')).toBe(before);
});

describe('three environments on one machine', () => {
  test('each has its own data: staging the demo users, the others only the administrator', async () => {
    const [dev, staging, prod] = await Promise.all(environments.map(people));
    expect([dev, prod]).toEqual(['1', '1']);
    expect(Number(staging)).toBeGreaterThan(5);
  });

  test('spec sign-in#cookies: each has its own cookie names, because a browser shares cookies among ports', async () => {
    const names = await Promise.all(environments.map(machine.cookieName));
    expect(new Set(names).size).toBe(3);
  });

  test('spec platform#isolation: none can open the database of another', async () => {
    for (const [from, to] of [
      ['dev', 'prod'],
      ['staging', 'dev'],
      ['prod', 'staging'],
    ] as const) {
      await expect(sql(from, 'select 1', to)).rejects.toThrow('permission denied for database');
    }
  });

  test('an app reads and writes rows, and can change neither schema nor roles', async () => {
    await expect(sql('dev', 'create table t ()')).rejects.toThrow('permission denied');
    await expect(sql('dev', 'create role someone')).rejects.toThrow('permission denied');
    await expect(sql('dev', 'drop table entities')).rejects.toThrow('must be owner');
  });

  test('spec platform#compose: nothing listens beyond this machine', async () => {
    const published =
      (
        await machine.docker([
          'ps',
          '--filter',
          `label=com.docker.compose.project=${machine.project}`,
          '--format',
          '{{.Ports}}',
        ])
      ).match(/\S+->/g) ?? [];
    expect(published.length).toBe(6);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('spec platform#image: the containers of the app cannot write, gain rights or take all memory', async () => {
    for (const environment of environments) {
      const limits = await inspect(
        `app-${environment}`,
        '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{gt .HostConfig.Memory 0}} {{.HostConfig.RestartPolicy.Name}}',
      );
      expect(limits).toBe('true [ALL] [no-new-privileges:true] true unless-stopped');
    }
  });
});

test('a restart of PostgreSQL loses nothing, and the apps recover by themselves', async () => {
  await Promise.all(environments.map(mark));
  const started = await Promise.all(
    environments.map((environment) => inspect(`app-${environment}`, '{{.State.StartedAt}}')),
  );
  await machine.compose(['kill', '--signal', 'SIGKILL', 'postgres']);
  expect(await status('dev', '/healthz')).toBe(200);
  expect(await status('dev', '/readyz')).toBe(503);
  await machine.compose(['up', '--detach', '--wait', 'postgres']);
  for (const environment of environments) {
    await expect.poll(() => status(environment, '/readyz'), { timeout: 30_000 }).toBe(200);
    expect(await marks(environment)).toBe(`mark_${environment}`);
  }
  expect(
    await Promise.all(
      environments.map((environment) => inspect(`app-${environment}`, '{{.State.StartedAt}}')),
    ),
  ).toEqual(started);
});

test('deleted data is restored from a backup, and only for a user who types the name', async () => {
  const file = /backups\/\S+\.dump/.exec(await make('backup', 'ENV=dev'))?.[0] ?? '';
  try {
    await sql('dev', "delete from entities where name = 'mark_dev'");
    await expect(make('restore', 'ENV=dev', `FILE=${file}`, 'CONFIRM=prod')).rejects.toThrow(
      'Nothing was changed',
    );
    expect(await marks('dev')).toBe('');
    await make('restore', 'ENV=dev', `FILE=${file}`, 'CONFIRM=dev');
    expect(await marks('dev')).toBe('mark_dev');
    expect(await status('dev', '/readyz')).toBe(200);
    await expect(sql('dev', 'drop table entities')).rejects.toThrow('must be owner');
    expect(await marks('prod')).toBe('mark_prod');
  } finally {
    await rm(file, { force: true });
  }
});

test('commands run one by one, and again without harm', async () => {
  expect(await make('migrate', 'ENV=prod')).toContain('nothing to do');
  await make('seed', 'ENV=prod');
  expect(await make('resync', 'ENV=prod')).toMatch(/\d+ nodes/);
});

test('make down stops everything, and the data is back after make all', async () => {
  await make('down');
  expect(await machine.compose(['ps', '--all', '--quiet'])).toBe('');
  await make('all');
  expect(await Promise.all(environments.map(marks))).toEqual(
    environments.map((environment) => `mark_${environment}`),
  );
  await make('down');
});

test('lost passwords are not replaced by others that would not fit the data', async () => {
  const kept = await readdir(machine.secrets);
  await rm(join(machine.secrets, 'postgres-password'));
  await expect(make('infra')).rejects.toThrow('lacks their postgres-password');
  expect(await readdir(machine.secrets)).toEqual(
    kept.filter((name) => name !== 'postgres-password'),
  );
});

test('make clean deletes nothing for a user who types another name', async () => {
  await expect(make('clean', 'CONFIRM=yes')).rejects.toThrow('Nothing was changed');
  expect(
    await machine.docker([
      'volume',
      'ls',
      '--quiet',
      '--filter',
      `name=^${machine.project}_pgdata$`,
    ]),
  ).not.toBe('');
});
