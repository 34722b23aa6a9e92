import { AppError } from '../../errors.ts';
import type { Actor } from '../../ontology/actor.ts';
import type {
  ImportData,
  ImportFormat,
  ImportProgress,
  ImportResult,
  ImportServices,
} from '../transfer.ts';
import { texts } from '../transfer-texts.ts';
import type { Turns } from '../turns.ts';
import type { ImportSettings } from './schema.ts';
import { shownWhileRunning } from './shown-while-running.ts';
import { spool } from './spool.ts';

/** An incoming document. */
export interface ArrivingFile {
  /** File name from the sender; a plain document has none. */
  readonly name?: string;
  readonly format: ImportFormat;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Progress of an import. The last event of each file is its result or its failure. */
export type ImportEvent = { readonly file?: string } & (
  | { readonly progress: ImportProgress }
  | { readonly result: ImportResult }
  | { readonly error: unknown }
);

export interface Importing {
  readonly importData: ImportData;
  readonly services: ImportServices;
  readonly actor: Actor;
  readonly turns: Turns;
  readonly settings: ImportSettings;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

/** Maximum time between two events, because proxies close silent connections. */
const silenceMs = 10_000;

/** Minimum time between two progress events while a file arrives. */
const betweenMs = 200;

/** Minutes that the import of a received file may take; the largest upload needs less than one. */
const mostMinutes = 10;

const none: ImportProgress = { bytes: 0, entities: 0, relations: 0 };

/** Imports a file and yields its progress. If the consumer stops, the import is rolled back. */
async function* importFile(file: ArrivingFile, importing: Importing): AsyncGenerator<ImportEvent> {
  const named = file.name === undefined ? {} : { file: file.name };
  const deserted = new AbortController();
  const signal = AbortSignal.any([importing.signal, deserted.signal]);
  let latest = none;
  let isSettled = false;
  let wake = (): void => undefined;
  const work = spoolAndImport(file, { ...importing, signal }, (progress) => {
    latest = progress;
    wake();
  });
  const settle = (): void => {
    isSettled = true;
    wake();
  };
  work.then(settle, settle);
  try {
    for (;;) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, silenceMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (isSettled) wake();
      });
      if (isSettled) break;
      yield { ...named, progress: latest };
    }
    yield await work.then(
      (result) => ({ ...named, result }),
      (error: unknown) => ({ ...named, error }),
    );
  } finally {
    deserted.abort();
    await work.catch(() => undefined);
  }
}

/**
 * Starts the transaction once the file is received and a connection of the import share is free.
 */
async function spoolAndImport(
  { name, format, content }: ArrivingFile,
  { importData, services, actor, settings, turns, signal }: Importing,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportResult> {
  let sentAt = performance.now();
  const onReceived = (received: number): void => {
    if (performance.now() - sentAt < betweenMs) return;
    sentAt = performance.now();
    onProgress({ ...none, received });
  };
  await using file = await spool(content, { signal, onReceived });
  onProgress(none);
  using _turn = await turns.connection(signal);
  using deadline = deadlineOf(mostMinutes);
  return await importData(services, actor, file, {
    format,
    ...(name === undefined ? {} : { file: name }),
    dryRun: settings.dry_run,
    ...(settings.mode === undefined ? {} : { mode: settings.mode }),
    signal: AbortSignal.any([signal, deadline.signal]),
    onProgress,
  });
}

function deadlineOf(minutes: number): { readonly signal: AbortSignal } & Disposable {
  const late = new AbortController();
  const error = new AppError('import_too_long', { message: texts.tooLong(minutes), status: 422 });
  const timer = setTimeout(() => late.abort(error), minutes * 60_000);
  return { signal: late.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

/**
 * Imports several files, one after the other, each in its own transaction. A failed file does not
 * stop the others.
 */
export async function* importFiles(
  files: AsyncIterable<ArrivingFile>,
  importing: Importing,
): AsyncGenerator<ImportEvent> {
  for await (const file of files) {
    for await (const event of shownWhileRunning(importFile(file, importing), importing)) {
      if ('error' in event && !isAboutFile(event.error)) throw event.error;
      yield event;
    }
  }
}

/** Whether the file caused the error; another file or attempt may succeed. */
const isAboutFile = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'status' in error &&
  (error.status === 422 || error.status === 409);
