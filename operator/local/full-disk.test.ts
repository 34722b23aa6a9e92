import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DataFolder, openDataFolder, writeJson } from './data-folder.ts';
import { LocalFault } from './fault.ts';
import { fullDiskFault } from './full-disk.ts';
import { lockInstance } from './instance-lock.ts';
import { createCluster } from './postgres-cluster.ts';
import { StepFault } from './step-fault.ts';

let folder: DataFolder;
beforeAll(() => {
  folder = openDataFolder(mkdtempSync(join(tmpdir(), 'ahlt-disk-')), '/');
});
afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

/** A program in place of initdb that says this and fails. */
function initdbThatSays(text: string): { initdb: string; postgres: string } {
  const program = join(folder.path, 'initdb');
  writeFileSync(program, `#!/bin/sh\ncat >&2 <<'END'\n${text}\nEND\nexit 1\n`, { mode: 0o755 });
  return { initdb: program, postgres: program };
}

const clusterFault = (text: string) =>
  createCluster(folder, initdbThatSays(text), { user: 'ahlt', password: 'x' }).catch(
    (error: LocalFault) => error,
  );

test('initdb on a full disk: the cause is the disk, not what initdb does last', async () => {
  const said = [
    'initdb: error: could not write file "/x/pg_wal/000000010000000000000001": No space left on device',
    'initdb: removing contents of data directory "/x"',
  ].join('\n');
  const fault = fullDiskFault(await clusterFault(said));
  expect(fault?.message).toBe('the disk is full');
  expect(fault?.advice[0]).toContain(
    'could not write file "/x/pg_wal/000000010000000000000001": No space left on device',
  );
  expect(fault?.advice.at(-1)).toContain('Make room');
});

test.each([
  [
    'the FATAL line of the server that it runs',
    'running bootstrap script ... 2026-11-29 FATAL:  could not access file "x"\nchild process exited with exit code 1\ninitdb: removing contents of data directory "/x"',
    'could not access file "x"',
  ],
  [
    'its own error',
    'initdb: error: invalid locale name "x"\ninitdb: hint: ask elsewhere',
    'invalid locale name "x"',
  ],
  ['its last line, when no line is an error', 'something\nelse', 'else'],
])('initdb that failed otherwise: %s', async (_, said, reason) => {
  const fault = await clusterFault(said);
  expect(fault).toMatchObject({ message: `PostgreSQL could not be set up: ${reason}` });
  expect(fullDiskFault(fault)).toBeUndefined();
});

test.each([
  [
    'a file that npm start writes',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
  ],
  [
    'a statement',
    new StepFault(
      'database',
      'could not extend file "base/1/3456": wrote only 4096 of 8192 bytes at block 12',
      [],
    ),
  ],
  [
    'a log whose last lines say so',
    new LocalFault('the app stopped too often', ['Error: ENOSPC: no space left on device, write']),
  ],
  [
    'the cause of another error',
    new Error('seed failed', {
      cause: new Error('could not extend file: No space left on device'),
    }),
  ],
])('%s is reported as a full disk, without a stack', (_, error) => {
  const fault = fullDiskFault(error);
  expect(fault?.message).toBe('the disk is full');
  expect(fault?.advice.join('\n')).not.toMatch(/^\s*at /m);
  expect(fault instanceof StepFault).toBe(error instanceof StepFault);
});

test.runIf(existsSync('/dev/full'))(
  'a note in the lock that finds no room is left out: stopping goes on',
  async () => {
    const lock = await lockInstance(folder);
    // Every write into it ends with ENOSPC.
    symlinkSync('/dev/full', `${folder.lock}.${process.pid}.new`);
    expect(() => lock.announce('http://localhost:8080')).not.toThrow();
    symlinkSync('/dev/full', `${folder.lock}.${process.pid}.new`);
    expect(() => lock.farewell()).not.toThrow();
    lock.release();
  },
);

test.runIf(existsSync('/dev/full'))(
  'a file that finds no room leaves nothing behind, and the one before as it was',
  () => {
    const path = join(folder.path, 'kept.json');
    writeJson(path, { kept: true });
    symlinkSync('/dev/full', `${path}.new`);
    expect(() => writeJson(path, { kept: false })).toThrow(/ENOSPC/);
    expect(() => writeJson(path, { kept: 'again' })).not.toThrow();
  },
);
