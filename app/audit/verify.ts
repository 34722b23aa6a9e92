import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import type { AuditTrail } from '../ontology/audit-trail.ts';
import { inTransaction } from '../ontology/transaction.ts';
import {
  type Fault,
  faultsOf,
  faultsOfEnd,
  type Head,
  type Link,
  type Position,
  selectHead,
  selectLinks,
} from './chain.ts';
import { texts } from './texts.ts';

const words = texts.faults;

/** Result of a verification of the audit log. */
export interface Verification {
  readonly ok: boolean;
  /** Rows verified. */
  readonly rows: number;
  /** Newest row and its digest. Record it elsewhere to detect any later rewrite of earlier rows. */
  readonly head: Position;
  /** Rows deleted by retention, all from the start. */
  readonly pruned: string;
  /** The first hundred. */
  readonly faults: readonly Fault[];
}

export interface VerifyOptions {
  /** A row and its digest recorded earlier, for example from the program's log. */
  readonly witness?: Position;
}

const step = 5000;
const most = 100;

/**
 * Verifies the whole chain in one snapshot and recomputes each digest: detects every edit,
 * deletion, insertion and swap.
 */
export const verifyChain = (db: Db, { witness }: VerifyOptions = {}): Promise<Verification> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const { rows: heads } = await selectHead.execute(tx);
      const [head] = heads;
      if (head === undefined) return withoutEnd;
      const faults: Fault[] = [...(await faultsOfBeginning(tx, head))];
      let position: Position = { seq: head.prunedSeq, hash: head.prunedHash };
      let rows = 0;
      let links: readonly Link[] = [];
      do {
        ({ rows: links } = await selectLinks(position.seq, step).execute(tx));
        for (const link of links) {
          faults.push(...faultsOf(position, link), ...faultsOfWitness(position, link, witness));
          position = { seq: link.seq, hash: link.hash };
        }
        rows += links.length;
      } while (links.length === step && faults.length < most);
      if (links.length < step)
        faults.push(
          ...faultsOfEnd(position, head),
          ...faultsOfWitness(position, undefined, witness),
        );
      return {
        ok: faults.length === 0,
        rows,
        head: position,
        pruned: head.prunedSeq,
        faults: faults.slice(0, most),
      };
    });

/** Checks a witness when the chain reaches it; `link` is `undefined` at the end. */
function faultsOfWitness(
  { seq }: Position,
  link: Link | undefined,
  witness: Position | undefined,
): readonly Fault[] {
  if (witness === undefined || BigInt(witness.seq) <= BigInt(seq)) return [];
  if (link === undefined)
    return [{ seq, kind: 'missing', message: words.notedMissing(witness.seq) }];
  if (link.seq !== witness.seq || link.hash === witness.hash) return [];
  return [{ seq: link.seq, kind: 'edited', message: words.notedEdited(link.seq) }];
}

const withoutEnd: Verification = {
  ok: false,
  rows: 0,
  head: { seq: '0', hash: '' },
  pruned: '0',
  faults: [{ seq: '0', kind: 'end', message: words.noEnd }],
};

/** If retention deleted rows, a row of the chain must say so, with the digest of the last one. */
async function faultsOfBeginning(
  tx: Db,
  { prunedSeq, prunedHash }: Head,
): Promise<readonly Fault[]> {
  if (prunedSeq === '0') return [];
  const { rows } = await sql`
    select from audit_log
    where action = 'audit.pruned' and (details->>'up_to')::bigint = ${prunedSeq} and details->>'hash' = ${prunedHash} limit 1`.execute(
    tx,
  );
  if (rows.length > 0) return [];
  return [{ seq: prunedSeq, kind: 'beginning', message: words.noBeginning(prunedSeq) }];
}

/** The target of entries about the log itself. */
export const auditLog = { type: 'audit', id: null, label: texts.title };

/**
 * Records the result of a verification as an entry for every caller; the page shows the last
 * one.
 */
export const recordVerification = (
  services: { readonly db: Db; readonly audit: AuditTrail },
  actor: Actor,
  { ok, rows, faults }: Verification,
): Promise<void> =>
  inTransaction(services, async (_tx, record) =>
    record([
      {
        ...{
          action: 'audit.verified',
          actor,
          target: auditLog,
          outcome: ok ? 'success' : 'failure',
          always: true,
        },
        details: { rows, faults: faults.map(({ message }) => message).slice(0, 10) },
      },
    ]),
  );
