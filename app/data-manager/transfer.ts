import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { RecordKind } from '../ontology/records.ts';
import type { SettingPolicy } from '../settings/index.ts';

/** File format: the app's own JSON, or JSON-LD. `detect` looks for `@context` or `@graph`. */
export type ImportFormat = 'json' | 'jsonld' | 'detect';

/** Export formats. SQL is for other databases and cannot be imported. */
export const exportFormats = ['json', 'jsonld', 'sql'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Types that are never imported or exported: the audit log only grows by local events. */
export const neverTransferred = ['audit_entry'] as const;

/**
 * What happens to existing items (spec data-exchange#modes): kept (`skip`), replaced (`upsert`), or
 * the import ends and is rolled back (`fail`).
 */
export type ImportMode = 'skip' | 'upsert' | 'fail';

export interface ImportOptions {
  readonly format: ImportFormat;
  /** File name from the sender, for the audit log and the history of changed entities. */
  readonly file?: string;
  /** Omitted: as the file specifies, otherwise `skip`. */
  readonly mode?: ImportMode;
  /** Returns the result without saving anything. @default false */
  readonly dryRun?: boolean;
  /** Records beside the file (spec data-exchange#records). */
  readonly records?: RecordSource;
  /** Cancels the import and rolls it back. */
  readonly signal?: AbortSignal;
  /** Called about five times a second with the progress. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Progress of an import: bytes read, entities and relations processed. */
export interface ImportProgress {
  /** Bytes received, while the import waits for the rest of the file. */
  readonly received?: number;
  readonly bytes: number;
  readonly entities: number;
  readonly relations: number;
  /** Totals of the file; known once it was read completely, while relations remain to be stored. */
  readonly total?: { readonly entities: number; readonly relations: number };
}

/** Records beside an exported file, as lines of JSON with files. */
export interface RecordSource {
  readonly kinds: readonly RecordKind[];
  readonly lines: AsyncIterable<string>;
  /** The file with a digest; `undefined` if it is missing. */
  readonly open: (sha256: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** Takes the records of an export. */
export interface RecordSink {
  readonly kinds: readonly RecordKind[];
  /** Adds a record. */
  readonly line: (text: string) => Promise<void>;
  /** Keeps a file by its digest, unless it is kept already. */
  readonly file: (sha256: string, content: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** Why a record beside the file was not imported. */
export interface RecordError {
  /** Line, from 1. */
  readonly line: number;
  /** The kind of record and the entity that it belongs to. */
  readonly item: string;
  readonly reason: string;
}

/** Why an item of the file was not imported. */
export interface ImportError {
  /** Index among the entities or the relations of the file, from 0. */
  readonly index: number;
  readonly kind: 'entity' | 'relation';
  /** The item as in the file, without secrets. */
  readonly item: unknown;
  readonly reason: string;
}

/** The result of an import. Counts committed items; for a dry run, those that would have been. */
export interface ImportResult {
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  /** Whether anything was saved: not by a dry run, and not in mode `fail` after an error. */
  readonly committed: boolean;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly relations_created: number;
  readonly relations_updated: number;
  readonly relations_skipped: number;
  /** The first thousand. */
  readonly errors: readonly ImportError[];
  /** The number of all errors. */
  readonly error_count: number;
  /** The result for the records beside the file, if there are any. */
  readonly records?: {
    readonly created: number;
    readonly skipped: number;
    /** The first thousand. */
    readonly errors: readonly RecordError[];
    readonly error_count: number;
  };
}

/** The services that an import needs. */
export interface ImportServices extends CommandServices {
  /** Decides about settings in the file. */
  readonly config: SettingPolicy;
}

/**
 * Imports a file as it arrives, in one transaction. Throws `forbidden` (no `settings.manage`),
 * `import_malformed` (invalid JSON or an unexpected structure; 422) or `import_cancelled` (the
 * signal); each of them rolls it back.
 */
export type ImportData = (
  services: ImportServices,
  actor: Actor,
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
) => Promise<ImportResult>;

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Entity types to export, with the relations among them. Omitted: all that the actor may see. */
  readonly types?: readonly string[];
  /** Omitted: records are not exported. */
  readonly records?: RecordSink;
}

/**
 * Exports everything the actor may see at one moment, in pieces of text. Throws before the first
 * piece: `forbidden` (no `settings.manage`, or no permission to read one of `types`),
 * `unknown_type`.
 */
export type ExportData = (
  services: CommandServices,
  actor: Actor,
  options: ExportOptions,
) => AsyncIterable<string>;
