import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import {
  momentField,
  nameOfUser,
  type RecordFields,
  type RecordKind,
  type RecordOutcome,
  readRows,
  storedMoment,
  UnfitRecord,
  writeEach,
} from '../ontology/records.ts';
import { insertKeptPack, type KeptPack } from './pack-store.ts';
import { texts } from './texts.ts';

const fields = z.object({
  number: z.int().min(1),
  content: z.string(),
  sha256: z.string(),
  ...{ issued_at: momentField, issued_by: z.string(), issued_by_user: z.string().nullable() },
  readers: z.array(
    z.object({
      ...{ reader: z.string(), reader_user: z.string().nullable() },
      ...{ opened_at: momentField, read_at: momentField.nullable() },
    }),
  ),
}) satisfies z.ZodType<KeptPack>;

/** Rows per round trip: a pack has up to some megabytes. */
const rowsEach = 5;

const packs = (where: RawBuilder<unknown> = sql`true`): RawBuilder<RecordFields & KeptPack> => sql`
  select e.name as of, p.number, p.content, encode(p.sha256, 'hex') as sha256, ${storedMoment('p.issued_at')} as issued_at,
    p.issued_by, ${nameOfUser('p.issued_by_id')} as issued_by_user,
    (select coalesce(json_agg(json_build_object('reader', r.reader, 'reader_user', ${nameOfUser('r.user_id')},
        'opened_at', ${storedMoment('r.opened_at')}, 'read_at', ${storedMoment('r.read_at')}) order by r.opened_at, r.reader collate "C", r.read_at, ${nameOfUser('r.user_id')}), '[]')
      from meeting_pack_readers r where r.pack_id = p.id) as readers
  from meeting_packs p join entities e on e.id = p.meeting_id
  where ${where} order by e.name collate "C", p.number`;

/** Meeting packs and who read them, in exports and imports (spec data-exchange#records). */
export const meetingPackRecords: RecordKind = {
  kind: 'meeting_pack',
  type: 'meeting',
  read: readRows('meeting_packs_out', packs(), rowsEach),
  writer: writeEach(fields, keep),
};

/** An issued pack never changes; the same one of a file says the same. */
async function keep(tx: Tx, owner: string, pack: KeptPack): Promise<RecordOutcome> {
  const { number, content, sha256 } = pack;
  if (createHash('sha256').update(content).digest('hex') !== sha256)
    throw new UnfitRecord(texts.exchange.damaged(number));
  const { rows: stored } = await packs(sql`p.meeting_id = ${owner}`).execute(tx);
  const same = stored.find((one) => one.number === number);
  if (same !== undefined) {
    const said = ({ issued_at, issued_by, sha256: hash }: KeptPack) => [issued_at, issued_by, hash];
    if (isDeepStrictEqual(said(same), said(pack))) return 'present';
    throw new UnfitRecord(texts.exchange.differs(number));
  }
  // The database numbers packs in the order in which they come.
  if (number !== stored.length + 1) throw new UnfitRecord(texts.exchange.gap(number));
  await insertKeptPack(tx, owner, pack);
  return 'created';
}
