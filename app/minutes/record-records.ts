import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import {
  fieldsOf,
  momentField,
  nameOfUser,
  type ReadRecord,
  type RecordFields,
  type RecordKind,
  type RecordOutcome,
  type RecordWriter,
  readRows,
  storedMoment,
  UnfitRecord,
} from '../ontology/records.ts';
import { capacities } from './minutes.ts';
import {
  insertKeptRecord,
  insertKeptSignature,
  type KeptRecord,
  readActionLists,
} from './signature-store.ts';
import { texts } from './texts.ts';

const fields = z.object({
  content: z.string(),
  sha256: z.string(),
  recorded_at: momentField,
  signatures: z.array(
    z.object({
      capacity: z.enum(capacities),
      ...{ signed_at: momentField, signed_by: z.string(), signed_by_user: z.string().nullable() },
    }),
  ),
}) satisfies z.ZodType<KeptRecord>;

/** Rows per round trip: minutes have up to some hundred thousand characters. */
const rowsEach = 20;

const records = (
  where: RawBuilder<unknown> = sql`true`,
): RawBuilder<RecordFields & KeptRecord> => sql`
  select e.name as of, a.content, encode(a.sha256, 'hex') as sha256, ${storedMoment('a.recorded_at')} as recorded_at,
    (select coalesce(json_agg(json_build_object('capacity', s.capacity, 'signed_at', ${storedMoment('s.signed_at')},
        'signed_by', s.signed_by, 'signed_by_user', ${nameOfUser('s.signed_by_id')}) order by s.capacity), '[]')
      from minutes_signatures s where s.minutes_id = a.minutes_id) as signatures
  from approved_minutes a join entities e on e.id = a.minutes_id
  where ${where} order by e.name collate "C"`;

/** Records and signatures of approved minutes in exports and imports (spec minutes#exchange). */
export const approvedMinutesRecords: RecordKind = {
  kind: 'approved_minutes',
  type: 'minutes',
  read: readRows('approved_minutes_out', records(), rowsEach),
  writer: (tx) => new MinutesWriter(tx),
};

/** Stores records as they were hashed, before the database makes its own at the commit. */
class MinutesWriter implements RecordWriter {
  private readonly tx: Tx;
  private hasReadLists = false;

  constructor(tx: Tx) {
    this.tx = tx;
  }

  async write({ owner, fields: given }: ReadRecord): Promise<RecordOutcome> {
    const record = fieldsOf(fields, given);
    if (createHash('sha256').update(record.content).digest('hex') !== record.sha256)
      throw new UnfitRecord(texts.exchange.damaged);
    // Relations of minutes with a record are refused, so those of their action items come first.
    if (!this.hasReadLists) await readActionLists(this.tx);
    const [stored] = (await records(sql`a.minutes_id = ${owner}`).execute(this.tx)).rows;
    if (stored !== undefined && stored.content !== record.content)
      throw new UnfitRecord(texts.exchange.differs);
    const missing = record.signatures.filter(({ capacity, ...signature }) => {
      const other = stored?.signatures.find((one) => one.capacity === capacity);
      const isSame =
        other?.signed_at === signature.signed_at && other.signed_by === signature.signed_by;
      if (other !== undefined && !isSame)
        throw new UnfitRecord(texts.exchange.signature(texts.record.by[capacity]));
      return other === undefined;
    });
    if (stored === undefined) await insertKeptRecord(this.tx, owner, record);
    for (const signature of missing) await insertKeptSignature(this.tx, owner, signature);
    // Not if the record is refused, which takes the lists back.
    this.hasReadLists = true;
    return stored === undefined || missing.length > 0 ? 'created' : 'present';
  }
}
