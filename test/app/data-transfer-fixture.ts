import { onTestFinished } from 'vitest';
import { exportData } from '#app/data-manager/export/commands.ts';
import { importData } from '#app/data-manager/import/commands.ts';
import type {
  ExportOptions,
  ImportOptions,
  ImportResult,
  RecordSource,
} from '#app/data-manager/transfer.ts';
import { declaredRecords } from '#app/declared-records.ts';
import { type Actor, systemActor } from '#app/ontology/actor.ts';
import { openStore, type Store } from './kernel-fixture.ts';

export const cli = systemActor('cli');

/** A store of its own, disposed of after the test. */
export async function store(from: 'migrated' | 'base' | 'demo' = 'base'): Promise<Store> {
  const opened = await openStore(from);
  onTestFinished(() => opened[Symbol.asyncDispose]());
  return opened;
}

/** A text in pieces that end anywhere, also within a character. */
export async function* bytes(text: string, piece = 1000): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
}

/** Imports a document, by default like the command line. */
export const imported = (
  services: Store,
  document: unknown,
  { actor = cli, ...options }: Partial<ImportOptions> & { readonly actor?: Actor } = {},
): Promise<ImportResult> =>
  importData(
    services,
    actor,
    bytes(typeof document === 'string' ? document : JSON.stringify(document)),
    { format: 'detect', ...options },
  );

/** The complete export, as one text. */
export async function exported(
  services: Store,
  format: ExportOptions['format'] = 'json',
  { actor = cli, types }: { readonly actor?: Actor; readonly types?: readonly string[] } = {},
): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportData(services, actor, { format, ...(types && { types }) }))
    pieces.push(piece);
  return pieces.join('');
}

/** Records beside a file, in memory. */
export interface KeptRecords {
  readonly lines: string[];
  readonly files: Map<string, Buffer>;
}

/** The complete export with its records. */
export async function exportedWhole(
  services: Store,
  format: ExportOptions['format'] = 'json',
): Promise<KeptRecords & { readonly text: string }> {
  const [lines, files, pieces]: [string[], Map<string, Buffer>, string[]] = [[], new Map(), []];
  const records = {
    kinds: declaredRecords,
    line: async (line: string) => void lines.push(line),
    file: async (sha256: string, content: AsyncIterable<Uint8Array>) => {
      const parts: Uint8Array[] = [];
      for await (const part of content) parts.push(part);
      files.set(sha256, Buffer.concat(parts));
    },
  };
  for await (const piece of exportData(services, cli, { format, records })) pieces.push(piece);
  return { text: pieces.join(''), lines, files };
}

/** The records of an export, for an import. */
export const recordSource = ({ lines, files }: KeptRecords): RecordSource => ({
  kinds: declaredRecords,
  lines: (async function* () {
    yield* lines;
  })(),
  open: async (sha256) => {
    const file = files.get(sha256);
    return file === undefined
      ? undefined
      : (async function* () {
          yield file;
        })();
  },
});

/** An entity of a native file. */
export const entity = (type: string, name: string, more: object = {}) => ({
  entity_type: type,
  name,
  label: `Label of ${name}`,
  ...more,
});

/** A relation of a native file. */
export const relation = (type: string, source: string, target: string, properties?: object) => ({
  ...{ relation_type: type, source, target },
  ...(properties && { properties }),
});

/** The counts of a result, without its errors. */
export const counts = ({ created, updated, skipped, error_count }: ImportResult) => ({
  created,
  updated,
  skipped,
  error_count,
});
export const relationCounts = (result: ImportResult) => [
  result.relations_created,
  result.relations_updated,
  result.relations_skipped,
];
export const reasons = ({ errors }: ImportResult): readonly string[] =>
  errors.map(({ reason }) => reason);
