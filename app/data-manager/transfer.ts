import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { SettingPolicy } from '../settings/index.ts';

/**
 * How a file is written: the app's own JSON, or JSON-LD. `detect` looks for `@context` or `@graph`.
 */
export type ImportFormat = 'json' | 'jsonld' | 'detect';

/** Formats that data leaves in. SQL is for other databases: it can't be imported. */
export const exportFormats = ['json', 'jsonld', 'sql'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Types that no file has: the audit log only grows by what happens here. */
export const neverTransferred = ['audit_entry'] as const;

/**
 * What happens to what is there already (spec data-exchange#modes): it stays (`skip`), is replaced
 * (`upsert`), or ends the import (`fail`), which then keeps nothing.
 */
export type ImportMode = 'skip' | 'upsert' | 'fail';

export interface ImportOptions {
  readonly format: ImportFormat;
  /** What its sender calls it, for the audit log and the history of what it changes. */
  readonly file?: string;
  /** Left out: what the file itself asks for, else `skip`. */
  readonly mode?: ImportMode;
  /** Gives the result of an import without keeping anything. @default false */
  readonly dryRun?: boolean;
  /** Ends the import; nothing is kept. */
  readonly signal?: AbortSignal;
  /** Hears about five times a second how far the import is. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** How far an import is: bytes that were read, entities and relations that were dealt with. */
export interface ImportProgress {
  /** Bytes that have arrived, while the import waits for the rest of the file. */
  readonly received?: number;
  readonly bytes: number;
  readonly entities: number;
  readonly relations: number;
  /**
   * All that the file holds; known once it was read to its end, when relations are still to be
   * joined to what it brought.
   */
  readonly total?: { readonly entities: number; readonly relations: number };
}

/** Why an item of the file was not imported. */
export interface ImportError {
  /** Place among the entities, or among the relations, of the file; from 0. */
  readonly index: number;
  readonly kind: 'entity' | 'relation';
  /** The item as the file has it, without secrets. */
  readonly item: unknown;
  readonly reason: string;
}

/**
 * What an import did. The counts are of what was committed; of a dry run, of what would have been.
 */
export interface ImportResult {
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  /**
   * Whether anything was kept: not of a dry run, and not of an import in mode `fail` that met an
   * error.
   */
  readonly committed: boolean;
  readonly created: number;
  readonly updated: number;
  readonly skipped: number;
  readonly relations_created: number;
  readonly relations_updated: number;
  readonly relations_skipped: number;
  /** The first thousand. */
  readonly errors: readonly ImportError[];
  /** All of them. */
  readonly error_count: number;
}

/** What an import needs. */
export interface ImportServices extends CommandServices {
  /** Decides about settings that the file brings. */
  readonly config: SettingPolicy;
}

/**
 * Imports a file as it arrives, in one transaction. Throws `forbidden` (no `settings.manage`),
 * `import_malformed` (no JSON, or not of the form that is expected; 422) or `import_cancelled` (the
 * signal); after any of them nothing is kept.
 */
export type ImportData = (
  services: ImportServices,
  actor: Actor,
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
) => Promise<ImportResult>;

export interface ExportOptions {
  readonly format: ExportFormat;
  /**
   * Entity types to export, with the relations among them. Left out: all that the actor may see.
   */
  readonly types?: readonly string[];
}

/**
 * Exports everything that the actor may see as of one moment, in pieces of text. Throws before the
 * first piece: `forbidden` (no `settings.manage`, or not what one of `types` asks of its readers),
 * `unknown_type`.
 */
export type ExportData = (
  services: CommandServices,
  actor: Actor,
  options: ExportOptions,
) => AsyncIterable<string>;
