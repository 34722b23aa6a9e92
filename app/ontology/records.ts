import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { cursor, type PropertyReference } from './bulk-read.ts';
import { findEntityByName } from './lookup.ts';

// Rows of tables of features, such as versions of a document, as exports and imports carry them
// (spec data-exchange#records). The store and the data manager know no feature:
// `app/declared-records.ts` lists the kinds.

/** A record as JSON. `of` is the name of the entity that it belongs to. */
export type RecordFields = Readonly<Record<string, unknown>> & { readonly of: string };

/** A record that an export writes. */
export interface StoredRecord {
  readonly fields: RecordFields;
  /** The file that belongs to it. */
  readonly file?: { readonly sha256: string; readonly content: AsyncIterable<Uint8Array> };
}

/** A record that an import reads. */
export interface ReadRecord {
  /** Id of the entity that it belongs to; empty if it belongs to none. */
  readonly owner: string;
  /** Whether the import replaces stored records. */
  readonly replaces: boolean;
  /** As in the file, unchecked. */
  readonly fields: unknown;
  /** The file with a digest; `undefined` if it is missing. */
  readonly open: (sha256: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** Whether a record was stored, or was there already. */
export type RecordOutcome = 'created' | 'present';

/** Stores the records of one kind of one import, in its transaction. */
export interface RecordWriter {
  /** Throws `UnfitRecord`, or an error of the database about the data. */
  write(record: ReadRecord): Promise<RecordOutcome>;
  /** Called after the last record. */
  end?(): Promise<void>;
}

/** A kind of record, declared by the feature whose table holds it. */
export interface RecordKind {
  readonly kind: string;
  /** Type of the entities that they belong to. */
  readonly type: string;
  /** Further types; a record of one of them names it as `of_type`. */
  readonly otherTypes?: readonly string[];
  /** Whether a record belongs to all entities of these types, and `of` is its own name. */
  readonly isShared?: boolean;
  /** Properties that these records carry instead of the file beside them. */
  readonly instead?: readonly PropertyReference[];
  /** All records, ordered by names and numbers only. */
  read(tx: Tx): AsyncIterable<StoredRecord>;
  writer(tx: Tx): RecordWriter;
}

/** Why a record cannot be stored, as a sentence. */
export class UnfitRecord extends Error {
  override readonly name = 'UnfitRecord';
}

/** The fields of a record, checked. Throws `UnfitRecord`. */
export function fieldsOf<Schema extends z.ZodType>(
  schema: Schema,
  fields: unknown,
): z.output<Schema> {
  const read = schema.safeParse(fields);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UnfitRecord(`"${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}.`);
}

/**
 * Reads the rows of a statement as records.
 * @param name unique among all kinds
 * @param rowsEach rows per round trip, if they are large
 */
export const readRows = <Row extends RecordFields>(
  name: string,
  statement: RawBuilder<Row>,
  rowsEach?: number,
): RecordKind['read'] =>
  async function* (tx) {
    for await (const rows of cursor(tx, name, statement, rowsEach))
      for (const fields of rows) yield { fields };
  };

/** Stores each record by itself, once its fields are checked. @param keep is given the owner's id */
export const writeEach =
  <Schema extends z.ZodType>(
    schema: Schema,
    keep: (
      tx: Tx,
      owner: string,
      fields: z.output<Schema>,
      record: ReadRecord,
    ) => Promise<RecordOutcome>,
  ): RecordKind['writer'] =>
  (tx) => ({
    write: async (record) => keep(tx, record.owner, fieldsOf(schema, record.fields), record),
  });

/** A moment; read as `storedMoment` writes it, with microseconds, so that texts can be compared. */
export const momentField = z.iso
  .datetime()
  .transform((moment) =>
    moment.replace(
      /T(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?Z$/,
      (_, minute, second = '00', rest = '') =>
        `T${minute}:${second}.${rest.padEnd(6, '0').slice(0, 6)}Z`,
    ),
  );

/** A moment in a record, as SQL. @param column such as `v.saved_at` */
export const storedMoment = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Name of a user by the id in a column, as SQL; null if the user was deleted. */
export const nameOfUser = (column: string): RawBuilder<string | null> =>
  sql<string | null>`(
    select u.name from entities u where u.id = ${sql.ref(column)} and u.entity_type = 'user')`;

/** Returns the id of a user by name; `null` if there is none. */
export const findUserId = async (tx: Tx, name: string | null): Promise<string | null> =>
  name === null ? null : ((await findEntityByName(tx, 'user', name))?.id ?? null);
