import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { freePort } from '#test/support/ports.ts';
import {
  childrenOf,
  dataFolder,
  holderOf,
  isRunning,
  npmStart,
  npmStartOnTerminal,
  statusOf,
} from './local-start.ts';

// One data folder through its life: the tests follow each other like a developer's starts.
describe('npm start', () => {
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let port = 0;
  let firstPassword = '';
  const here = () => ({ data: folder.path, port });
  beforeAll(async () => {
    folder = await dataFolder();
    port = await freePort();
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  test('takes an empty folder to a seeded app that serves, and shows the first password once', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');

    await eventually(async () => expect(await statusOf(port)).toBe(200));
    const lines = start.output().split('\n');
    expect(lines[0]).toBe('ahlt · local environment "dev"');
    expect(lines.slice(2, 9).map((line) => line.replace(/ {2,}[\d.]+ s$/, ''))).toEqual([
      ' ✓ configuration      environments/dev/environment.yaml',
      ` ✓ database           PostgreSQL 17.10, data in ${folder.path}/postgres`,
      expect.stringMatching(/^ ✓ plan {15}\d+ migrations, all safe$/),
      expect.stringMatching(/^ ✓ migrate {12}0001 → \d{4}$/),
      expect.stringMatching(
        /^ ✓ seed {15}base [\d-]+ · [\d,]+ entities, [\d,]+ properties, [\d,]+ relations$/,
      ),
      ' – resync             off: set NEO4J_URI to enable it; PostgreSQL answers queries',
      ' ✓ serve              ready',
    ]);
    expect(start.output()).toContain(`   http://localhost:${port}      `);
    expect(start.output()).toContain('sign in as  admin\n');
    firstPassword =
      /^ +one-time password {2}([a-z]+-\d+-[a-z-]+) {3}\(shown once\)$/m.exec(
        start.output(),
      )?.[1] ?? '';
    expect(firstPassword).not.toBe('');

    const { children } = holderOf(folder.path);
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);
    expect(start.output()).toContain(`Stopped. The data is kept in ${folder.path}/postgres.`);
    expect(children.filter(({ pid }) => isRunning(pid))).toEqual([]);
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  });

  test('keeps its passwords to itself, and the first one nowhere', () => {
    const files = [
      'secrets.json',
      'state.json',
      ...readdirSync(join(folder.path, 'logs')).map((name) => join('logs', name)),
    ];
    for (const file of files)
      expect(readFileSync(join(folder.path, file), 'utf8')).not.toContain(firstPassword);
    for (const file of files)
      expect(statSync(join(folder.path, file)).mode & 0o777, file).toBe(0o600);
    expect(readFileSync(join(folder.path, 'postgres', 'pg_hba.conf'), 'utf8')).not.toMatch(
      /^\w+\s.*\btrust$/m,
    );
  });

  test('finds everything done the second time, and the password is not shown again', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    expect(start.output()).toMatch(
      / ✓ plan {15}nothing to migrate, the schema is at \d{4}\n ✓ migrate {12}already at \d{4}\n/,
    );
    expect(start.output()).toMatch(/ ✓ seed {15}base [\d-]+, already present · /);
    expect(start.output()).toContain('sign in as  admin');
    expect(start.output()).not.toContain('password');
    start.signal('SIGTERM');
    expect(await start.ended).toBe(0);
  });

  test('on a terminal fills in a list, and typing Ctrl-C stops it and gives the cursor back', async () => {
    await using start = npmStartOnTerminal(here());
    await start.said('Press Ctrl-C to stop');
    start.type('\u0003');
    expect(await start.ended).toBe(0);
    expect(start.output()).toContain('Stopped. The data is kept in');
    const settled = start.output().slice(start.output().lastIndexOf('configuration'));
    expect(settled).toMatch(
      /^configuration .*\r?\n ✓ database .*\r?\n(?: {22}.*\r?\n)? ✓ plan .*\r?\n ✓ migrate .*\r?\n ✓ seed /,
    );
    expect(await statusOf(port)).toBe(0);
  });

  test('a second one in the same folder gets the address of the first one', async () => {
    await using first = npmStart(here());
    await first.said('Press Ctrl-C to stop');
    await using second = npmStart({ data: folder.path, port: await freePort() });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(
      `✗ configuration      npm start already runs in ${folder.path} (process ${holderOf(folder.path).pid}, since `,
    );
    expect(second.output()).toContain(`It serves http://localhost:${port}`);
    await eventually(async () => expect(await statusOf(port)).toBe(200));
    first.signal('SIGINT');
    expect(await first.ended).toBe(0);
  });

  test('one that starts while another one stops waits for it', async () => {
    await using first = npmStart(here());
    await first.said('Press Ctrl-C to stop');
    first.signal('SIGINT');
    await using second = npmStart(here());
    await second.said('Press Ctrl-C to stop');
    expect(await first.ended).toBe(0);
    second.signal('SIGINT');
    expect(await second.ended).toBe(0);
  });

  test('an app that ends by itself is started again', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    const app = holderOf(folder.path).children.at(-1)?.pid ?? 0;
    process.kill(app, 'SIGKILL');
    await start.said('The app stopped; restarting in 1 s.');
    await start.said('The app is ready again.');
    await eventually(async () => expect(await statusOf(port)).toBe(200));
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);
  });

  test('demo data is added on request and stays wanted', async () => {
    await using start = npmStart({ ...here(), args: ['--demo'] });
    await start.said('Press Ctrl-C to stop');
    expect(start.output()).toMatch(/ ✓ seed {15}demo [\d-]+ · /);
    expect(start.output()).toMatch(
      /password of the demo users {2}[a-z]+-\d+-[a-z-]+ {3}\(shown once\)/,
    );
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);

    await using again = npmStart(here());
    await again.said('Press Ctrl-C to stop');
    expect(again.output()).toMatch(/ ✓ seed {15}demo [\d-]+, already present · /);
    again.signal('SIGINT');
    expect(await again.ended).toBe(0);
  });

  test('--fresh starts over with another password, and only when it is confirmed', async () => {
    await using asked = npmStart({ ...here(), args: ['--fresh'] });
    expect(await asked.ended).toBe(1);
    expect(asked.output()).toContain('✗ configuration      --fresh was not confirmed');
    expect(existsSync(join(folder.path, 'postgres', 'PG_VERSION'))).toBe(true);

    await using start = npmStart({ ...here(), args: ['--fresh', '--yes'] });
    await start.said('Press Ctrl-C to stop');
    expect(start.output()).toMatch(/ ✓ migrate {12}0001 → \d{4}/);
    expect(start.output()).toContain('one-time password');
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);
  });

  test('after a crash nothing runs on, and the next start recovers by itself', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    const { pid, children } = holderOf(folder.path);
    process.kill(pid, 'SIGKILL');
    await eventually(() => expect(children.filter((child) => isRunning(child.pid))).toEqual([]));

    await using again = npmStart(here());
    await again.said('Press Ctrl-C to stop');
    expect(again.output()).toContain('already present');
    again.signal('SIGINT');
    expect(await again.ended).toBe(0);
  });

  test('processes left by a crash are ended by the next start', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    const { pid, children } = holderOf(folder.path);
    for (const lifeline of childrenOf(pid).filter(({ command }) =>
      command.startsWith('/bin/sh -c read'),
    ))
      process.kill(lifeline.pid, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    expect(await start.ended).not.toBe(0);
    expect(children.filter((child) => isRunning(child.pid))).toHaveLength(children.length);

    await using again = npmStart(here());
    await again.said('Press Ctrl-C to stop');
    expect(children.filter((child) => isRunning(child.pid))).toEqual([]);
    again.signal('SIGINT');
    expect(await again.ended).toBe(0);
  });

  test('a signal that npm passes on after the stop kills nothing', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    const { pid } = holderOf(folder.path);
    process.kill(pid, 'SIGINT');
    while (isRunning(pid) && !start.output().includes('Stopped.')) await pause(1);
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // It has ended.
    }
    expect(await start.ended).toBe(0);
  });

  test('a second Ctrl-C does not wait for running requests', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    const { children } = holderOf(folder.path);
    const client = connect(port, '127.0.0.1').on('error', () => undefined);
    // A request whose headers never end is in progress for every route.
    client.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n');
    await new Promise((resolve) => client.once('connect', resolve));
    start.signal('SIGINT');
    await start.said('Stopping: finishing the current step.');
    // The kernel merges a signal with its copy from npm when the process is not scheduled between
    // them, so that a second Ctrl-C may count as the copy of the first one.
    do start.signal('SIGINT');
    while ((await Promise.race([start.ended, pause(1000, 'running')])) === 'running');
    expect(await start.ended).toBe(130);
    client.destroy();
    await eventually(() => expect(children.filter(({ pid }) => isRunning(pid))).toEqual([]));
  });

  test('a database that was cut off is recovered, and the start that lost it reports it', async () => {
    await using start = npmStart(here());
    await start.said('Press Ctrl-C to stop');
    process.kill(holderOf(folder.path).children[0]?.pid ?? 0, 'SIGKILL');
    expect(await start.ended).toBe(1);
    expect(start.output()).toContain('PostgreSQL stopped unexpectedly');

    await using again = npmStart(here());
    await again.said('Press Ctrl-C to stop');
    expect(again.output()).toContain('/postgres, recovered after an unclean shutdown');
    again.signal('SIGINT');
    expect(await again.ended).toBe(0);
  });
});
