import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { importData } from '../data-manager/import/commands.ts';
import type {
  ImportFormat,
  ImportMode,
  ImportOptions,
  ImportResult,
} from '../data-manager/transfer.ts';
import { jsonOf } from '../data-manager/upload/present.ts';
import { explainConnectionLoss } from '../db/connection.ts';
import { AppError } from '../errors.ts';
import { systemActor } from '../ontology/actor.ts';
import type { CommandContext, Outcome } from './commands.ts';
import { folderOf, folderSource } from './record-folder.ts';
import { counted, progressLine, stopSignal, transferServices } from './transfer-services.ts';

/**
 * Imports a file or standard input. Fails with `import_refused` if mode `fail` found an error;
 * nothing was saved then.
 */
export async function runImport(context: CommandContext): Promise<Outcome> {
  const { options, config } = context;
  const file = String(options['file']);
  const size = file === '-' ? undefined : await sizeOf(file);
  const records = file === '-' ? undefined : await folderSource(folderOf(file));
  const progress = progressLine();
  await using services = transferServices(context, 'import');
  const started = performance.now();
  const result = await importData(
    services,
    systemActor('cli'),
    file === '-' ? process.stdin : createReadStream(file),
    {
      ...chosen(options),
      ...(file === '-' ? {} : { file: basename(file) }),
      ...(records && { records }),
      signal: stopSignal(),
      onProgress: ({ bytes, entities, relations }) =>
        progress.show(
          `${share(bytes, size)}   ${counted(entities)} entities, ${counted(relations)} relations`,
        ),
    },
  )
    .catch(explainConnectionLoss(config.database.url))
    .finally(progress.clear);
  if (!result.committed && !result.dryRun) throw refused(result);
  return { document: jsonOf(result), lines: importLines(result, performance.now() - started) };
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (cause) {
    throw new AppError('usage', { message: `File ${file} not found.`, cause });
  }
  throw new AppError('usage', { message: `${file} is not a file.` });
}

function chosen(
  options: CommandContext['options'],
): Pick<ImportOptions, 'format' | 'mode' | 'dryRun'> {
  const mode = options['mode'] as ImportMode | undefined;
  return {
    format: (options['format'] as ImportFormat | undefined) ?? 'detect',
    dryRun: options['dry-run'] === true,
    ...(mode !== undefined && { mode }),
  };
}

const share = (bytes: number, size: number | undefined): string =>
  size === undefined || size === 0
    ? `${counted(Math.round(bytes / 2 ** 20))} MiB`
    : `${Math.floor((bytes / size) * 100)} %`;

const shown = 20;

function importLines(result: ImportResult, ms: number): string[] {
  const {
    created,
    updated,
    skipped,
    relations_created,
    relations_updated,
    relations_skipped,
    records,
    dryRun,
    error_count,
  } = result;
  const errors = error_count + (records?.error_count ?? 0);
  const counts = (one: number, two: number, three: number) =>
    `${counted(one)} created, ${counted(two)} updated, ${counted(three)} skipped`;
  return [
    ` ✓ import   entities: ${counts(created, updated, skipped)}   ${(ms / 1000).toFixed(1)} s`,
    `            relations: ${counts(relations_created, relations_updated, relations_skipped)}`,
    ...(records
      ? [
          `            records: ${counted(records.created)} created, ${counted(records.skipped)} skipped`,
        ]
      : []),
    ...(dryRun ? ['            Dry run: nothing was saved.'] : []),
    ...(errors === 0 ? [] : ['', `   ${counted(errors)} not imported:`, ...errorLines(result)]),
  ];
}

function errorLines({ errors, error_count, records }: ImportResult): string[] {
  const lines = [
    ...errors.map(({ kind, index, reason }) => `   ${kind} ${index + 1}: ${reason}`),
    ...(records?.errors ?? []).map(({ item, reason }) => `   ${item}: ${reason}`),
  ].slice(0, shown);
  const more = error_count + (records?.error_count ?? 0) - lines.length;
  return more > 0 ? [...lines, `   … and ${counted(more)} more.`] : lines;
}

const refused = (result: ImportResult): AppError =>
  new AppError('import_refused', {
    message: ['Nothing was imported.', ...errorLines(result).map((line) => line.trim())].join('\n'),
    status: 422,
    details: { ...jsonOf(result) },
  });
