import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { spool } from './spool.ts';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'spool-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function read(file: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('the upload can be read repeatedly', async () => {
  const long = 'é'.repeat(100_000);
  await using file = await spool(pieces('one ', long), { folder: await folder() });
  expect(file.bytes).toBe(4 + 200_000);
  expect([await read(file), await read(file)]).toEqual([`one ${long}`, `one ${long}`]);
});

test('no file remains on the disk, however the process ends', async () => {
  const place = await folder();
  await using _file = await spool(pieces('one'), { folder: place });
  expect(await readdir(place)).toEqual([]);
});

test('an aborted upload is not a file', async () => {
  const place = await folder();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* pieces('one');
    throw new Error('gone');
  }
  await expect(spool(broken(), { folder: place })).rejects.toThrow('gone');
  expect(await readdir(place)).toEqual([]);
});

test('a folder that cannot be written to is a fault of the server, and says what to do', async () => {
  await expect(spool(pieces('one'), { folder: '/nowhere' })).rejects.toMatchObject({
    code: 'spool_failed',
    status: 503,
  });
});

test('listeners are notified of the bytes received', async () => {
  const heard: number[] = [];
  await using _file = await spool(pieces('one', 'two'), {
    folder: await folder(),
    onReceived: (bytes) => heard.push(bytes),
  });
  expect(heard).toEqual([3, 6]);
});
