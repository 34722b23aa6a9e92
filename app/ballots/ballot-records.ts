import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../db/database.ts';
import { cursor } from '../ontology/bulk-read.ts';
import { idsOf, namesOf } from '../ontology/record-names.ts';
import {
  type RecordKind,
  type RecordOutcome,
  UnfitRecord,
  writeEach,
} from '../ontology/records.ts';
import {
  ballotsBeside,
  type ClosedBallot,
  closedBallots,
  insertClosedBallot,
} from './closed-ballot-store.ts';
import {
  idsIn,
  namedIn,
  type PortableBallot,
  portable,
  portableBallot,
  stored,
} from './portable-ballot.ts';
import { isFitting, resultOf } from './rules.ts';
import { texts } from './texts.ts';

/** Rows per round trip, and ballots whose names are looked up together. */
const rowsEach = 100;

/**
 * Closed ballots in exports and imports (spec ballots#exchange). Open ones stay out: two exports
 * while a secret ballot runs would tell who cast the votes between them.
 */
export const ballotRecords: RecordKind = {
  kind: 'ballot',
  type: 'agenda_point',
  read: async function* (tx) {
    for await (const ballots of cursor(tx, 'ballots_out', closedBallots(), rowsEach)) {
      const nameOf = await namesOf(tx, ballots.flatMap(idsIn));
      for (const ballot of ballots)
        yield { fields: { of: ballot.of, ...portable(ballot, nameOf) } };
    }
  },
  writer: writeEach(portableBallot, keep),
};

/** A ballot that is stored never changes; the same one of a file is the same to the last vote. */
async function keep(tx: Tx, owner: string, given: PortableBallot): Promise<RecordOutcome> {
  const { opened_at: openedAt } = given;
  const ballot = { id: '', ...stored(given, await idsOf(tx, namedIn(given))) };
  const { same, isLater, isOpen } = await ballotsBeside(tx, owner, openedAt);
  if (same !== undefined) {
    const nameOf = await namesOf(tx, [...idsIn(same), ...idsIn(ballot)]);
    if (isDeepStrictEqual(portable(same, nameOf), portable(ballot, nameOf))) return 'present';
    throw new UnfitRecord(texts.exchange.differs(openedAt));
  }
  if (isOpen) throw new UnfitRecord(texts.problem.isOpen);
  if (isLater) throw new UnfitRecord(texts.exchange.later(openedAt));
  requireWhole(ballot);
  await insertClosedBallot(tx, owner, ballot);
  return 'created';
}

/** Refuses votes that the ballot could not have, and a result that they do not give. */
function requireWhole(ballot: ClosedBallot): void {
  const { electorate, voters, votes, box, proxies, isSecret, result } = ballot;
  const seats = new Set(electorate.map(({ seat }) => seat));
  const voted = voters.flatMap(({ seat, way }) => (way === 'recused' ? [] : [seat]));
  const isAllowed =
    [...voters, ...votes, ...proxies].every(({ seat }) => seats.has(seat)) &&
    [...box, ...votes.map(({ choice }) => choice)].every((choice) => isFitting(ballot, choice)) &&
    (isSecret
      ? votes.length === 0 && box.length === voted.length
      : box.length === 0 &&
        isDeepStrictEqual(new Set(votes.map(({ seat }) => seat)), new Set(voted)));
  if (!isAllowed) throw new UnfitRecord(texts.exchange.unfit);
  const again = resultOf(ballot, box);
  if (again.winner !== result.winner || again.cast !== result.cast)
    throw new UnfitRecord(texts.exchange.recount);
}
