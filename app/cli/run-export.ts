import { randomUUID } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportData } from '../data-manager/export/commands.ts';
import type { ExportFormat } from '../data-manager/transfer.ts';
import { explainConnectionLoss } from '../db/connection.ts';
import { AppError } from '../errors.ts';
import { systemActor } from '../ontology/actor.ts';
import type { CommandContext, Outcome } from './commands.ts';
import { type FolderSink, folderOf, folderSink, requireOwnFolder } from './record-folder.ts';
import { counted, progressLine, stopSignal, transferServices } from './transfer-services.ts';

/**
 * Exports to a file, which appears only when complete, with its records in a folder beside it, or
 * to standard output without records.
 */
export async function runExport(context: CommandContext): Promise<Outcome> {
  const { options, config } = context;
  const out = String(options['out'] ?? '-');
  const format = (options['format'] as ExportFormat | undefined) ?? 'json';
  if (out === '-' && options['json'] === true)
    throw new AppError('usage', {
      message: '--json needs --out <file>: both use standard output.',
    });
  if (out !== '-') await requirePlace(out);
  // SQL runs without this program, so it has no records.
  const folder = out === '-' || format === 'sql' ? undefined : folderOf(out);
  if (folder !== undefined) await requireOwnFolder(folder);
  await using records = folder === undefined ? undefined : await folderSink(folder);
  await using services = transferServices(context, 'export');
  const started = performance.now();
  const types = typesOf(options['types']);
  const pieces = counting(
    exportData(services, systemActor('cli'), {
      format,
      ...(types && { types }),
      ...(records && { records }),
    }),
  );
  const signal = stopSignal();
  try {
    await (out === '-'
      ? pipeline(pieces.all, process.stdout, { signal, end: false })
      : writeWhole(out, pieces.all, signal, records));
  } catch (error) {
    return explainConnectionLoss(config.database.url)(error);
  } finally {
    pieces.clear();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const lines =
    out === '-' ? [] : [` ✓ export   ${out}, ${counted(pieces.bytes())} bytes   ${seconds} s`];
  return { document: { format, out, bytes: pieces.bytes(), ...(types && { types }) }, lines };
}

/** Fails before anything is read, not after the export. */
async function requirePlace(file: string): Promise<void> {
  const folder = dirname(file);
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory() === true)
    throw new AppError('usage', { message: `${file} is a directory: expected a file.` });
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AppError('usage', { message: `Can't write to the directory ${folder}.`, cause });
  }
}

function typesOf(option: string | boolean | undefined): readonly string[] | undefined {
  if (option === undefined) return undefined;
  const types = String(option)
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  if (types.length > 0) return types;
  throw new AppError('usage', {
    message: '--types needs at least one entity type. See: export --help',
  });
}

/** The same pieces as bytes, counted and reported on a terminal. */
function counting(pieces: AsyncIterable<string>) {
  const progress = progressLine();
  let bytes = 0;
  async function* all(): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      const chunk = Buffer.from(piece);
      bytes += chunk.length;
      progress.show(`${counted(Math.round(bytes / 2 ** 20))} MiB`);
      yield chunk;
    }
  }
  return { all: all(), bytes: () => bytes, clear: progress.clear };
}

/** Writes to a temporary file and renames it at the end, so that no partial file is visible. */
async function writeWhole(
  file: string,
  pieces: AsyncIterable<Buffer>,
  signal: AbortSignal,
  records: FolderSink | undefined,
): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.partial`;
  try {
    const target: Writable = createWriteStream(beside, { flags: 'wx', flush: true });
    await pipeline(pieces, target, { signal });
    await records?.finish();
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
