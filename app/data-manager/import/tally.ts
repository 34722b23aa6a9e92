import type { RecordOutcome } from '../../ontology/records.ts';
import { isWithheld } from '../../ontology/schema.ts';
import { isRecord } from '../formats/items.ts';
import type {
  ImportError,
  ImportMode,
  ImportProgress,
  ImportResult,
  RecordError,
} from '../transfer.ts';

/** Limits of the errors in a result: their number, and the bytes of their items. */
const mostErrors = 1000;
const mostErrorBytes = 8 * 2 ** 20;

/** Counts the results of an import. */
export class Tally {
  created = 0;
  updated = 0;
  skipped = 0;
  relationsCreated = 0;
  relationsUpdated = 0;
  relationsSkipped = 0;
  /** Items processed, with any result. */
  entities = 0;
  relations = 0;
  bytes = 0;
  /** Relations read from the file. */
  relationsRead = 0;
  errorCount = 0;
  private relationsRefused = 0;
  /** Counts of the records beside the file; `undefined` if there are none. */
  private records:
    | { created: number; skipped: number; errors: RecordError[]; error_count: number }
    | undefined;
  private total: ImportProgress['total'];
  private readonly errors: ImportError[] = [];
  private errorBytes = 0;

  refuse(kind: ImportError['kind'], index: number, item: unknown, reason: string): void {
    this.errorCount += 1;
    if (kind === 'relation') this.relationsRefused += 1;
    if (this.errors.length >= mostErrors) return;
    const { shown, bytes } = presentable(item);
    this.errorBytes += bytes;
    this.errors.push({
      kind,
      index,
      item: this.errorBytes > mostErrorBytes ? namesOf(shown) : shown,
      reason,
    });
  }

  /** There are records beside the file. */
  beginRecords(): void {
    this.records = { created: 0, skipped: 0, errors: [], error_count: 0 };
  }

  record(outcome: RecordOutcome): void {
    if (this.records === undefined) return;
    if (outcome === 'created') this.records.created += 1;
    else this.records.skipped += 1;
  }

  refuseRecord(error: RecordError): void {
    if (this.records === undefined) return;
    this.records.error_count += 1;
    if (this.records.errors.length < mostErrors) this.records.errors.push(error);
  }

  get hasErrors(): boolean {
    return this.errorCount > 0 || (this.records?.error_count ?? 0) > 0;
  }

  /** The file was read completely. Items refused while reading count as processed. */
  endOfFile(): void {
    this.total = { entities: this.entities, relations: this.relationsRead - this.relationsRefused };
  }

  get progress(): ImportProgress {
    const { bytes, entities, relations, total } = this;
    return { bytes, entities, relations, ...(total === undefined ? {} : { total }) };
  }

  /** The committed result; empty if an error rolled the import back. */
  result(mode: ImportMode, dryRun: boolean): ImportResult {
    const failed = mode === 'fail' && this.hasErrors;
    const counted = (count: number): number => (failed ? 0 : count);
    const errors = this.errors.toSorted(
      (one, other) => rank(one) - rank(other) || one.index - other.index,
    );
    return {
      ...{ mode, dryRun, committed: !dryRun && !failed },
      created: counted(this.created),
      updated: counted(this.updated),
      skipped: counted(this.skipped),
      relations_created: counted(this.relationsCreated),
      relations_updated: counted(this.relationsUpdated),
      relations_skipped: counted(this.relationsSkipped),
      // The first error ended the import; further errors of the same batch are arbitrary.
      errors: failed ? errors.slice(0, 1) : errors,
      error_count: failed ? Math.min(1, this.errorCount) : this.errorCount,
      ...(this.records && {
        records: { ...this.records, created: counted(this.records.created) },
      }),
    };
  }
}

const rank = ({ kind }: ImportError): number => (kind === 'entity' ? 0 : 1);

/** An item for the response, and its size. Items nested too deeply to serialize are omitted. */
function presentable(item: unknown): { readonly shown: unknown; readonly bytes: number } {
  try {
    const shown = withoutSecrets(item);
    return { shown, bytes: JSON.stringify(shown)?.length ?? 0 };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { shown: null, bytes: 0 };
  }
}

/** The item as received, without secrets. */
function withoutSecrets(item: unknown): unknown {
  if (!isRecord(item)) return item;
  const fields = Object.entries(item).filter(([key]) => !isWithheld(key.replace(/^.*[:/]/, '')));
  return Object.fromEntries(
    fields.map(([key, value]) => [key, key === 'properties' ? withoutSecrets(value) : value]),
  );
}

/** The identifying fields of an item that is too large to return. */
function namesOf(item: unknown): unknown {
  if (!isRecord(item)) return null;
  const names = ['entity_type', 'relation_type', 'name', 'source', 'target', '@id'];
  return Object.fromEntries(Object.entries(item).filter(([key]) => names.includes(key)));
}
