import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { findEntityByName } from '../ontology/lookup.ts';
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
import { motionKinds, motionResults } from './motion.ts';
import { insertSettledMotion, type SettledMotion } from './settled-motion-store.ts';
import { texts } from './texts.ts';

const step = z.object({ at: momentField, by: z.string(), by_user: z.string().nullable() });
const count = z.int().min(0);

const fields = z.object({
  /** Name of the agenda point. */
  point: z.string(),
  motion_kind: z.enum(motionKinds),
  wording: z.string(),
  moved: step,
  ...{ seconded: step.nullable(), opened: step.nullable() },
  closed: step.extend({ by: z.string().nullable() }),
  result: z.enum([...motionResults, 'lapsed']),
  votes: z.object({ for: count, against: count, abstained: count }).nullable(),
}) satisfies z.ZodType<SettledMotion>;

const stepIn = (name: string) => sql`case when ${sql.ref(`q.${name}_at`)} is not null then
  json_build_object('at', ${storedMoment(`q.${name}_at`)}, 'by', ${sql.ref(`q.${name}_by`)},
    'by_user', ${nameOfUser(`q.${name}_by_id`)}) end`;

const settled = (
  where: RawBuilder<unknown> = sql`true`,
): RawBuilder<RecordFields & SettledMotion> => sql`
  select e.name as of, p.name as point, q.kind as motion_kind, q.wording, ${stepIn('moved')} as moved,
    ${stepIn('seconded')} as seconded, ${stepIn('opened')} as opened, ${stepIn('closed')} as closed, q.result,
    case when q.votes_for is not null then json_build_object('for', q.votes_for, 'against', q.votes_against,
      'abstained', q.votes_abstained) end as votes
  from meeting_motions q join entities e on e.id = q.meeting_id join entities p on p.id = q.agenda_point_id
  where q.closed_at is not null and ${where} order by e.name collate "C", q.moved_at, q.id`;

/** Settled motions in exports and imports (spec motions#exchange). */
export const motionRecords: RecordKind = {
  kind: 'motion',
  type: 'meeting',
  read: readRows('motions_out', settled()),
  writer: writeEach(fields, keep),
};

/** A settled motion never changes; the same one of a file says the same. */
async function keep(tx: Tx, owner: string, motion: SettledMotion): Promise<RecordOutcome> {
  const { rows: stored } = await settled(sql`q.meeting_id = ${owner}`).execute(tx);
  const { at } = motion.moved;
  const beside = stored.filter(({ moved }) => moved.at === at);
  if (beside.some((one) => isDeepStrictEqual(saidBy(one), saidBy(motion)))) return 'present';
  if (beside.some(({ moved }) => moved.by === motion.moved.by))
    throw new UnfitRecord(texts.exchange.differs(at));
  if (stored.some(({ moved }) => moved.at > at)) throw new UnfitRecord(texts.exchange.later(at));
  const point = await findEntityByName(tx, 'agenda_point', motion.point);
  if (point === undefined) throw new UnfitRecord(texts.exchange.noPoint(motion.point));
  await insertSettledMotion(tx, { meeting: owner, point: point.id }, motion);
  return 'created';
}

/** The content of a motion, whether or not those who took part still have an account. */
const saidBy = ({ moved, seconded, opened, closed, ...motion }: SettledMotion) => [
  ...[motion.point, motion.motion_kind, motion.wording, motion.result, motion.votes],
  ...[moved, seconded, opened, closed].map((one) => one && [one.at, one.by]),
];
