import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import { type CommandContext, command } from '../../ontology/command.ts';
import { type Change, savedAll } from '../../ontology/outcome.ts';
import { inTransaction } from '../../ontology/transaction.ts';
import type { SettingPolicy } from '../../settings/index.ts';
import type { ImportData, ImportOptions, ImportResult } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';
import { FileReading } from './file-reading.ts';
import type { Importing } from './importing.ts';
import { modeChosenLate, Rereadable } from './late-mode.ts';
import { planForGrowth } from './plan-for-growth.ts';
import { importRecords } from './records.ts';
import { importRelations } from './relations.ts';
import { Tally } from './tally.ts';
import { ImportTrail } from './trail.ts';
import { readGrants } from './trail-queries.ts';

interface Input {
  readonly source: AsyncIterable<Uint8Array>;
  readonly options: ImportOptions;
  readonly policy: SettingPolicy;
  /** A file can be read only once, so an import that was started cannot be retried. */
  begun: boolean;
}

/** Rolls back an import that keeps nothing, with the result it would have had. */
class NothingKept extends Error {
  override readonly name = 'NothingKept';
  readonly result: ImportResult;
  readonly facts: Facts;

  constructor(result: ImportResult, facts: Facts) {
    super('The import keeps nothing.');
    this.result = result;
    this.facts = facts;
  }
}

/** The facts that the audit log records about an import. */
type Facts = Readonly<Record<string, unknown>>;

const target = { type: 'data', id: null, label: texts.targets.import };

/** Run by `importData`. */
export const importFile = command<Input, ImportResult>(
  'data.imported',
  { may: 'settings.manage', alwaysAudited: true },
  async (tx, context) => {
    const { input } = context;
    if (input.begun) throw interrupted();
    input.begun = true;
    const { result, facts, changes } = await readInto(tx, context);
    if (!result.committed) throw new NothingKept(result, facts);
    // One event for consumers of the changes: they would drown in one for each change.
    const silent = changes.map((change) => ({ ...change, audience: 'none' as const }));
    return savedAll([{ target, details: facts }, ...silent], result);
  },
);

/** See `ImportData`. */
export const importData: ImportData = async (services, actor, source, options) => {
  const file = new Rereadable(source);
  try {
    return await importOnce(services, actor, file, options);
  } catch (error) {
    const mode = modeChosenLate(error);
    if (mode === undefined || !file.isWhole) throw error;
    return await importOnce(services, actor, file, { ...options, mode });
  } finally {
    await file.end();
  }
};

const importOnce: ImportData = async (services, actor, source, options) => {
  try {
    const outcome = await importFile(services, actor, {
      source,
      options,
      policy: services.config,
      begun: false,
    });
    if (outcome.ok) return outcome.value;
    const message =
      outcome.kind === 'refused'
        ? outcome.reasons.map((reason) => reason.message).join(' ')
        : outcome.kind;
    throw new AppError('import_refused', { message, status: 409 });
  } catch (error) {
    if (!(error instanceof NothingKept)) throw error;
    const { result, facts } = error;
    // A dry run is not recorded; a failed import is.
    if (!result.dryRun) {
      await inTransaction(services, async (_tx, record) =>
        record([
          {
            action: 'data.imported',
            actor,
            outcome: 'refused',
            target,
            details: facts,
            always: true,
          },
        ]),
      );
    }
    return result;
  }
};

/** Maximum time the transaction waits for the next piece of the file. */
const patience = '5min';

async function readInto(
  tx: Tx,
  { actor, code, now, input: { source, options, policy } }: CommandContext<Input>,
): Promise<{
  readonly result: ImportResult;
  readonly facts: Facts;
  readonly changes: readonly Change[];
}> {
  const { format, mode, dryRun = false, signal, file: name, records } = options;
  await sql`select set_config('idle_in_transaction_session_timeout', ${patience}, true)`.execute(
    tx,
  );
  await planForGrowth(tx);
  const importId = randomUUID();
  const importing: Importing = {
    tx,
    actor,
    code,
    importId,
    now,
    mode: mode ?? 'skip',
    tally: new Tally(),
    trail: new ImportTrail(importId),
    policy,
    powers: actor.kind === 'system' ? 'everything' : actor.permissions,
    access: undefined,
    grantsBegin: undefined,
  };
  const { tally } = importing;
  const file = new FileReading(importing, format, mode !== undefined);
  const tell = progressReporter(options, tally);
  const digest = createHash('sha256');
  const goOn = (): boolean => {
    if (signal?.aborted === true) throw endedBy(signal.reason);
    tell();
    return importing.mode !== 'fail' || !tally.hasErrors;
  };
  try {
    for await (const chunk of source) {
      if (!goOn()) break;
      digest.update(chunk);
      tally.bytes += chunk.byteLength;
      await file.read(chunk);
    }
    if (goOn()) await file.end();
  } finally {
    await file.settle();
  }
  tally.endOfFile();
  if (goOn()) await importRelations(importing, file.describes, goOn);
  if (goOn() && records !== undefined) await importRecords(importing, records, goOn);
  goOn();
  tell(true);
  const result = tally.result(importing.mode, dryRun);
  const { errors: _errors, records: besides, ...counts } = result;
  const granted =
    importing.grantsBegin === undefined
      ? []
      : await readGrants(tx, importing.grantsBegin, importId);
  return {
    result,
    changes: importing.trail.changes(granted),
    facts: {
      import: importId,
      ...(name === undefined ? {} : { file: shortened(name) }),
      format,
      ...counts,
      ...(besides && { records: besides.created, record_errors: besides.error_count }),
      bytes: tally.bytes,
      sha256: digest.digest('hex'),
    },
  };
}

/** Shortens a name for the log; external names can have any length. */
const shortened = (name: string): string => [...name].slice(0, 200).join('');

/** Calls the listener at most five times a second. */
function progressReporter({ onProgress }: ImportOptions, tally: Tally): (last?: boolean) => void {
  let reportedAt = 0;
  return (last = false) => {
    const now = performance.now();
    if (onProgress === undefined || (!last && now - reportedAt < 200)) return;
    reportedAt = now;
    onProgress(tally.progress);
  };
}

/** A deadline has its own error; any other abort is a disconnect. */
const endedBy = (reason: unknown): AppError =>
  reason instanceof AppError
    ? reason
    : new AppError('import_cancelled', { message: texts.cancelled, status: 409, cause: reason });

const interrupted = (): AppError =>
  new AppError('import_interrupted', {
    message: texts.interrupted,
    status: 503,
  });
