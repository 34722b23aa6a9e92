import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import {
  fieldsOf,
  findUserId,
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
import {
  completeVersions,
  dropOwnVersions,
  insertVersion,
  type KeptVersion,
  writeApproval,
} from './document-store.ts';
import { texts } from './texts.ts';
import { readVersions } from './version-queries.ts';

const number = z.int().min(1);

const fields = z.object({
  number,
  title: z.string(),
  doc_type: z.string(),
  body: z.string(),
  saved_at: momentField,
  saved_by: z.string().nullable(),
  saved_by_user: z.string().nullable(),
  restored_from: number.nullable(),
  approved: z
    .object({ at: momentField, by: z.string(), by_user: z.string().nullable() })
    .nullable(),
}) satisfies z.ZodType<KeptVersion>;

/** Rows per round trip: a text has up to 200,000 characters. */
const rowsEach = 20;

const versions = sql<RecordFields>`
  select e.name as of, v.number, v.title, v.doc_type, v.body, ${storedMoment('v.saved_at')} as saved_at,
    v.saved_by, ${nameOfUser('v.saved_by_id')} as saved_by_user, v.restored_from,
    case when v.approved_at is not null then json_build_object('at', ${storedMoment('v.approved_at')},
      'by', v.approved_by, 'by_user', ${nameOfUser('v.approved_by_id')}) end as approved
  from document_versions v join entities e on e.id = v.document_id
  order by e.name collate "C", v.number`;

/** Versions of documents in exports and imports (spec data-exchange#records). */
export const documentVersionRecords: RecordKind = {
  kind: 'document_version',
  type: 'document',
  read: readRows('document_versions_out', versions, rowsEach),
  writer: (tx) => new VersionWriter(tx),
};

/**
 * Stores versions as they were, instead of those that the triggers made when this transaction
 * stored the documents. Versions from before stay; one that differs ends the history of its document.
 */
class VersionWriter implements RecordWriter {
  private readonly tx: Tx;
  private readonly written = new Set<string>();
  /** The first version that differs, by document. */
  private readonly differing = new Map<string, number>();

  constructor(tx: Tx) {
    this.tx = tx;
  }

  async write({ owner, fields: given }: ReadRecord): Promise<RecordOutcome> {
    const version = fieldsOf(fields, given);
    if (!this.written.has(owner)) await dropOwnVersions(this.tx, owner);
    const stored = (await readVersions(this.tx, owner, [version.number])).get(version.number);
    const differs =
      stored !== undefined &&
      (stored.title !== version.title ||
        stored.docType !== version.doc_type ||
        stored.body !== version.body);
    if (differs) this.differing.set(owner, version.number);
    const other = this.differing.get(owner);
    if (other !== undefined) throw new UnfitRecord(texts.exchange.differs(other));
    if (stored === undefined) await insertVersion(this.tx, owner, version);
    this.written.add(owner);
    if (stored === undefined || version.approved === null || stored.approvedAt !== null)
      return stored === undefined ? 'created' : 'present';
    const { at, by, by_user } = version.approved;
    const approver = { id: await findUserId(this.tx, by_user), label: by };
    const key = { documentId: owner, number: version.number };
    await writeApproval(this.tx, key, approver, new Date(at));
    return 'created';
  }

  /** The current text of a document is its last version, also if the file lacks it. */
  end(): Promise<void> {
    return completeVersions(this.tx, [...this.written]);
  }
}
