import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../ontology/actor.ts';
import { command } from '../ontology/command.ts';
import { type Change, savedAll } from '../ontology/outcome.ts';
import { inTransaction } from '../ontology/transaction.ts';
import type { SettingPolicy } from '../settings/index.ts';
import { HeldBack } from './held-back.ts';
import { Batches } from './import-batch.ts';
import type { Importing } from './import-entities.ts';
import type { FileItem } from './import-items.ts';
import { JsonSplitter, malformed } from './import-json.ts';
import { KeptRelations } from './import-kept.ts';
import { importRelations } from './import-relations.ts';
import { Tally } from './import-tally.ts';
import { ImportTrail } from './import-trail.ts';
import { JsonLdReader, jsonLdArrays } from './json-ld-read.ts';
import { KnownIds } from './known-ids.ts';
import { chosenLate, modeChosenLate, Rereadable } from './late-mode.ts';
import { nativeArrays, nativeItem } from './native-read.ts';
import { planForGrowth } from './plan-for-growth.ts';
import { texts } from './texts-transfer.ts';
import { readGrants } from './trail-queries.ts';
import type { ImportData, ImportFormat, ImportOptions, ImportResult } from './transfer.ts';

interface Input {
  readonly source: AsyncIterable<Uint8Array>;
  readonly options: ImportOptions;
  readonly policy: SettingPolicy;
  /** A file can be read once: an import that begins again would miss what was read. */
  begun: boolean;
}

/** Ends the transaction of an import that keeps nothing, with what it would have done. */
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

/** What the audit log tells of an import. */
type Facts = Readonly<Record<string, unknown>>;

const target = { type: 'data', id: null, label: 'Import' };

const importFile = command<Input, ImportResult>(
  'data.imported',
  { may: 'settings.manage', alwaysAudited: true },
  async (tx, { actor, input }) => {
    if (input.begun) throw interrupted();
    input.begun = true;
    const { result, facts, changes } = await readInto(tx, actor, input);
    if (!result.committed) throw new NothingKept(result, facts);
    return savedAll([{ target, details: facts }, ...changes], result);
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
    // A rehearsal leaves no trace; an import that came to nothing does.
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

/** How long the transaction may wait for the next piece of the file. */
const patience = '5min';

/**
 * Bytes that are read before what the database answered is looked at: it does nothing until then.
 */
const mouthful = 16 * 2 ** 10;

async function readInto(
  tx: Tx,
  actor: Actor,
  { source, options, policy }: Input,
): Promise<{
  readonly result: ImportResult;
  readonly facts: Facts;
  readonly changes: readonly Change[];
}> {
  const { format, mode, dryRun = false, signal, file: name } = options;
  await sql`select set_config('idle_in_transaction_session_timeout', ${patience}, true)`.execute(
    tx,
  );
  await planForGrowth(tx);
  const known = new KnownIds();
  const importId = randomUUID();
  const importing: Importing = {
    ...{
      tx,
      actor,
      importId,
      mode: mode ?? 'skip',
      tally: new Tally(),
      allNew: true,
      known,
      kept: new KeptRelations(known),
    },
    ...{ trail: new ImportTrail(importId), policy, grantsBegin: undefined },
    ...{ powers: actor.kind === 'system' ? 'everything' : actor.permissions, access: undefined },
  };
  const { tally } = importing;
  const file = new FileReading(importing, format, mode !== undefined);
  const tell = progressTeller(options, tally);
  const digest = createHash('sha256');
  const goOn = (): boolean => {
    if (signal?.aborted === true) throw endedBy(signal.reason);
    tell();
    return importing.mode !== 'fail' || tally.errorCount === 0;
  };
  try {
    for await (const chunk of source) {
      if (!goOn()) break;
      digest.update(chunk);
      tally.bytes += chunk.byteLength;
      for (let at = 0; at < chunk.byteLength; at += mouthful) {
        await file.read(chunk.subarray(at, at + mouthful));
        await setImmediate();
      }
    }
    if (goOn()) await file.end();
  } finally {
    await file.settle();
  }
  tally.endOfFile();
  if (goOn()) await importRelations(importing, file.describes, goOn);
  goOn();
  tell(true);
  const result = tally.result(importing.mode, dryRun);
  const { errors: _errors, ...counts } = result;
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
      bytes: tally.bytes,
      sha256: digest.digest('hex'),
    },
  };
}

/** A file on its way from bytes to batches of items. */
class FileReading {
  /** Whether something in it describes a relation that it states elsewhere. */
  describes = false;
  private readonly importing: Importing;
  private readonly splitter: JsonSplitter;
  private readonly batches: Batches;
  private readonly linked = new JsonLdReader();
  private readonly heldBack = new HeldBack();
  private readonly format: ImportFormat;
  private readonly isModeGiven: boolean;
  private understood = false;
  private hasItems = false;

  constructor(importing: Importing, format: ImportFormat, isModeGiven: boolean) {
    this.importing = importing;
    this.format = format;
    this.isModeGiven = isModeGiven;
    this.splitter = new JsonSplitter([
      ...(format === 'jsonld' ? [] : nativeArrays),
      ...(format === 'json' ? [] : jsonLdArrays),
    ]);
    this.batches = new Batches(importing);
  }

  async read(chunk: Uint8Array): Promise<void> {
    for (const part of this.splitter.push(chunk))
      for (const item of this.itemsOf(part)) await this.take(item);
  }

  async end(): Promise<void> {
    this.splitter.end();
    if (!this.understood && !this.splitter.hasLists) throw malformed(texts.emptyFile);
    for (const item of this.heldBack.release()) await this.batches.add(item);
    await this.batches.finish();
  }

  /** Resolves when nothing of the file is under way in the database. */
  settle(): Promise<void> {
    return this.batches.settle();
  }

  private itemsOf(part: Parameters<typeof nativeItem>[0]): readonly FileItem[] {
    const isLinked = part.key.startsWith('@') || part.key === '' || part.key.includes(':');
    if (
      isLinked ? this.format === 'json' : this.format === 'jsonld' && part.key !== 'conflict_mode'
    )
      return [];
    const items =
      isLinked || this.format === 'jsonld'
        ? this.linked.items(part)
        : [nativeItem(part) ?? []].flat();
    this.understood ||=
      part.index !== undefined ||
      part.key === 'entities' ||
      part.key === 'relations' ||
      part.key === '@graph';
    return items;
  }

  private async take(item: FileItem): Promise<void> {
    const { importing } = this;
    if (item.kind === 'mode') {
      if (this.isModeGiven) return;
      if (this.hasItems && item.mode !== importing.mode) throw chosenLate(item.mode);
      importing.mode = item.mode;
      return;
    }
    this.hasItems = true;
    if (
      item.kind === 'broken' ? item.of === 'relation' : item.kind === 'relation' && !item.describes
    )
      importing.tally.relationsRead += 1;
    if (item.kind === 'broken')
      return importing.tally.refuse(item.of, item.index, item.item, item.reason);
    if (item.kind === 'relation' && item.describes) this.describes = true;
    for (const each of item.kind === 'entity' ? this.heldBack.take(item) : [item])
      await this.batches.add(each);
  }
}

/** A name for the log: what comes from outside may have any length. */
const shortened = (name: string): string => [...name].slice(0, 200).join('');

/** Calls the listener at most five times a second. */
function progressTeller({ onProgress }: ImportOptions, tally: Tally): (last?: boolean) => void {
  let told = 0;
  return (last = false) => {
    const now = performance.now();
    if (onProgress === undefined || (!last && now - told < 200)) return;
    told = now;
    onProgress(tally.progress);
  };
}

/** A deadline says so by itself; anything else is somebody who went away. */
const endedBy = (reason: unknown): AppError =>
  reason instanceof AppError
    ? reason
    : new AppError('import_cancelled', { message: texts.cancelled, status: 409, cause: reason });

const interrupted = (): AppError =>
  new AppError('import_interrupted', {
    message: texts.interrupted,
    status: 503,
  });
