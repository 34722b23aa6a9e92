import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { cached, cachedOrMade, cacheFolder } from '#test/support/cache.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

// A process id that no system assigns: above the maximum of Linux and macOS.
const deadPid = '99999999';

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', temporaryFolder('cache'));
});

const write = (text: string) => async (folder: string) => {
  await pause(50);
  await writeFile(join(folder, 'program'), text);
};

test('of many concurrent requests one creates it, the others get the same', async () => {
  const makers = Array.from({ length: 20 }, (_, index) => vi.fn(write(`made by ${index}`)));
  const folders = await Promise.all(makers.map((make) => cachedOrMade('thing', make)));
  expect(new Set(folders)).toEqual(new Set([join(cacheFolder(), 'thing')]));
  expect(makers.filter((make) => make.mock.calls.length > 0)).toHaveLength(1);
});

test('what could not be made is not there, and the next one tries again', async () => {
  const failing = async (folder: string) => {
    await writeFile(join(folder, 'program'), 'half');
    throw new Error('the disk is full');
  };
  await expect(cachedOrMade('thing', failing)).rejects.toThrow('the disk is full');
  expect(cached('thing')).toBeUndefined();
  const folder = await cachedOrMade('thing', write('whole'));
  expect(await readFile(join(folder, 'program'), 'utf8')).toBe('whole');
});

test('a lock whose holder died is taken over, and what it left unfinished is thrown away', async () => {
  await mkdir(join(cacheFolder(), 'thing.unfinished'), { recursive: true });
  await writeFile(join(cacheFolder(), 'thing.unfinished', 'rest'), '');
  await writeFile(join(cacheFolder(), 'thing.lock'), deadPid);
  const folder = await cachedOrMade('thing', write('whole'));
  await expect(readFile(join(folder, 'rest'))).rejects.toThrow(/ENOENT/);
});
