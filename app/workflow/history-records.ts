import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { cursor } from '../ontology/bulk-read.ts';
import {
  fieldsOf,
  momentField,
  nameOfUser,
  type ReadRecord,
  type RecordKind,
  type RecordOutcome,
  type RecordWriter,
  storedMoment,
  UnfitRecord,
} from '../ontology/records.ts';
import { insertMoves, type KeptMove } from './move-store.ts';
import { texts } from './texts.ts';
import { digestsOf, historyTypes } from './version-records.ts';

const move = z.object({
  ...{ from: z.string(), to: z.string(), at: momentField },
  ...{ by: z.string(), by_user: z.string().nullable() },
  ...{ ground: z.string().nullable(), outcome: z.string().nullable() },
  version: z.int().min(1),
}) satisfies z.ZodType<KeptMove>;

const fields = z.object({
  of_type: z.enum(historyTypes),
  moves: z.array(move).min(1),
  /** Digest of each version that the moves name. */
  versions: z.record(z.string(), z.string()),
});

interface History {
  readonly of: string;
  readonly of_type: string;
  readonly moves: readonly KeptMove[];
}

/** Histories of items, one row an item. */
const histories = (where: RawBuilder<unknown> = sql`true`): RawBuilder<History> => sql`
  select e.name as of, e.entity_type as of_type, json_agg(json_build_object('from', m.from_status, 'to', m.to_status,
    'at', ${storedMoment('m.moved_at')}, 'by', m.moved_by, 'by_user', ${nameOfUser('m.moved_by_id')},
    'ground', m.ground, 'outcome', m.outcome, 'version', m.version) order by m.id) as moves
  from workflow_moves m join entities e on e.id = m.item_id and e.entity_type = m.scope
  where ${where} group by e.id order by e.entity_type collate "C", e.name collate "C"`;

/** How items moved through their workflows, in exports and imports (spec workflow#exchange). */
export const workflowHistoryRecords: RecordKind = {
  kind: 'workflow_history',
  type: 'suggestion',
  otherTypes: historyTypes,
  read: async function* (tx) {
    const known = new Map<string, ReadonlyMap<number, string>>();
    for (const type of historyTypes) known.set(type, await digestsOf(tx, type));
    for await (const rows of cursor(tx, 'workflow_histories_out', histories()))
      for (const { of, of_type, moves } of rows) {
        const digests = known.get(of_type);
        const versions = Object.fromEntries(
          moves.map(({ version }) => [version, digests?.get(version) ?? '']),
        );
        yield { fields: { of, of_type, moves, versions } };
      }
  },
  writer: (tx) => new HistoryWriter(tx),
};

/** Adds what items did before. A move that is stored never changes, and nothing comes before it. */
class HistoryWriter implements RecordWriter {
  private readonly tx: Tx;
  private readonly digests = new Map<string, ReadonlyMap<number, string>>();

  constructor(tx: Tx) {
    this.tx = tx;
  }

  async write({ owner, fields: given }: ReadRecord): Promise<RecordOutcome> {
    const { of_type: scope, moves, versions } = fieldsOf(fields, given);
    const stored = (await histories(sql`e.id = ${owner}`).execute(this.tx)).rows[0]?.moves ?? [];
    const differing = moves.findIndex(
      (one, at) => stored[at] !== undefined && !isSame(one, stored[at]),
    );
    if (differing >= 0) throw new UnfitRecord(texts.exchange.move(differing + 1));
    const missing = moves.slice(stored.length);
    if (missing.length === 0) return 'present';
    const digests = await this.digestsOf(scope);
    const unknown = missing.find(({ version }) => {
      const digest = digests.get(version);
      return digest === undefined || digest !== versions[version];
    });
    if (unknown !== undefined)
      throw new UnfitRecord(texts.exchange.noVersion(scope, unknown.version));
    await insertMoves(this.tx, { id: owner, scope }, missing);
    return 'created';
  }

  /** Read at the first history: the file has the versions before them. */
  private async digestsOf(scope: string): Promise<ReadonlyMap<number, string>> {
    const known = this.digests.get(scope) ?? (await digestsOf(this.tx, scope));
    this.digests.set(scope, known);
    return known;
  }
}

/** Whether two moves are the same, whether or not who made them still has an account. */
const isSame = (
  { by_user: _one, ...move }: KeptMove,
  { by_user: _other, ...other }: KeptMove,
): boolean => isDeepStrictEqual(move, other);
