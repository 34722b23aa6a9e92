import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RecordSink, RecordSource } from '../data-manager/transfer.ts';
import { declaredRecords as kinds } from '../declared-records.ts';
import { AppError } from '../errors.ts';

// The folder beside an exported file: `records.jsonl`, and attachments by their digest (spec
// data-exchange#records).

const [list, files] = ['records.jsonl', 'attachments'];

/** The folder of the records beside a file. */
export const folderOf = (file: string): string => `${file}.files`;

/** Fails if a folder exists that no export wrote, because an export replaces it. */
export async function requireOwnFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.length > 0 && !names.includes(list))
    throw new AppError('usage', {
      message: `${folder} exists and is not from an export. Move it, or choose another file.`,
    });
}

export interface FolderSink extends RecordSink, AsyncDisposable {
  /** Puts the folder into its place, instead of an earlier one. */
  readonly finish: () => Promise<void>;
}

/** Writes records into a folder that appears only when it is complete. */
export async function folderSink(folder: string): Promise<FolderSink> {
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, files), { recursive: true });
  const lines = await open(join(partial, list), 'wx');
  const kept = new Set<string>();
  return {
    kinds,
    line: (text) => lines.appendFile(`${text}\n`),
    file: async (sha256, content) => {
      if (kept.has(sha256)) return;
      await pipeline(content, createWriteStream(join(partial, files, sha256), { flush: true }));
      kept.add(sha256);
    },
    finish: async () => {
      await lines.sync();
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder);
    },
    [Symbol.asyncDispose]: async () => {
      await lines.close();
      await rm(partial, { recursive: true, force: true });
    },
  };
}

/** The records beside a file; `undefined` if there are none. */
export async function folderSource(folder: string): Promise<RecordSource | undefined> {
  const found = await stat(join(folder, list)).catch(() => undefined);
  if (found === undefined) return undefined;
  return {
    kinds,
    lines: linesOf(createReadStream(join(folder, list), 'utf8')),
    open: async (sha256) => {
      const file = await open(join(folder, files, sha256)).catch(() => undefined);
      return file?.createReadStream();
    },
  };
}

/** The lines of a text. `node:readline` also ends them at characters that a text may contain. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
