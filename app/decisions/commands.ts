import { dayAt, inBody, inItsBody } from '../authority/index.ts';
import { type Ballot, readBallots } from '../ballots/index.ts';
import type { Tx } from '../db/database.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { changeEntity, insertEntity, uniqueName } from '../ontology/entities.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { keyOf, type Option, readOptions } from '../options/index.ts';
import { type Quorum, quorumOf, readAttendance, ruleOf, wayToDecide } from '../quorum/index.ts';
import { lockItemOf, moveItem } from '../workflow/index.ts';
import type { Decision, DecisionRecord } from './decision.ts';
import { readCircumstances, readCommittee, readDecisions, readSealed } from './queries.ts';
import type { DecisionInput } from './schema.ts';
import { texts } from './texts.ts';

/** Where the agenda point is. */
export interface PointPath {
  readonly tor: string;
  readonly id: string;
}

/** A decision that was recorded. */
export interface Recorded {
  readonly id: string;
  readonly year: number;
  readonly number: number;
}

const decides = inItsBody<PointPath>(inBody('agenda.decide'), ({ tor }) => tor);

/**
 * Records what the committee decided: one user enters it (spec decisions#record). The agenda point
 * is locked and moves to its decision, so of two requests at once the second one gets 403. Refused
 * without quorum unless the committee's rule marks such decisions.
 */
export const decide = command<DecisionInput & PointPath, Recorded>(
  'decision.finalized',
  { may: decides },
  async (tx, context) => {
    const { input, actor, now } = context;
    const point = await lockItemOf(tx, 'agenda_point', { tor: input.tor, id: input.id });
    const moved = await moveItem(tx, {
      ...{ scope: 'agenda_point', item: point, committee: input.tor, to: 'voted', actor, now },
    });
    return record(tx, context, moved.after, undefined);
  },
);

/**
 * Corrects the decision on an agenda point by a new one that names it (spec decisions#corrections).
 * The old one stays as it is.
 */
export const correctDecision = command<DecisionInput & PointPath, Recorded>(
  'decision.corrected',
  { may: decides },
  async (tx, context) => {
    const { tor, id } = context.input;
    const point = await lockItemOf(tx, 'agenda_point', { tor, id });
    const [latest] = await readDecisions(tx, id);
    if (latest === undefined)
      throw refuse({ message: texts.problem.notDecided, code: 'not_decided' }, 409);
    return record(tx, context, point, latest);
  },
);

async function record(
  tx: Tx,
  { input, actor, now }: CommandContext<DecisionInput & PointPath>,
  point: EntitySnapshot,
  corrects: Decision | undefined,
) {
  // Not locked, so that decisions of a committee wait for each other only while they are numbered.
  const committee = await readCommittee(tx, input.tor);
  const options = await readOptions(tx, point.id);
  const selected = options.find(({ id }) => id === input.selected_coa_id);
  if (selected === undefined)
    throw refuse({ field: 'selected_coa_id', message: texts.problem.option });
  const ballot = await ballotFor(tx, point.id, wayToDecide(committee.properties), selected);
  const around = await readCircumstances(tx, point.id, now);
  const attendance = await readAttendance(tx, input.tor, around.meeting?.id ?? null, dayAt(now));
  const quorum = quorumOf(committee.properties, attendance);
  requireQuorum(quorum, ruleOf(committee.properties).without);
  const isWithoutQuorum = quorum.state === 'missing' || quorum.state === 'unknown';
  const kept: DecisionRecord = {
    title: point.properties['title'] ?? point.label,
    description: point.properties['description'] ?? '',
    committee: { id: committee.id, label: committee.label },
    meeting: around.meeting,
    options: options.map((option, place) => recorded(option, place, around.preferred)),
    selected: selected.id,
    decidedBy: { id: actor.id, label: actor.label },
    ...{ quorum, ballot },
    corrects:
      corrects === undefined
        ? null
        : { id: corrects.id, number: `${corrects.year ?? ''}/${corrects.number ?? ''}` },
  };
  const decision = await insertEntity<'decision'>(tx, {
    type: 'decision',
    name: uniqueName(point.label),
    label: point.label,
    properties: {
      ...{ agenda_point_id: point.id, tor_id: committee.id, decided_by_id: actor.id },
      ...{ selected_coa_id: selected.id, decision_rationale: input.decision_rationale },
      ...{ decided_date: now, decision_year: Number(around.today.slice(0, 4)) },
      ...(isWithoutQuorum ? { without_quorum: true } : {}),
      chosen_title: selected.title,
      options_text: options.map(({ title, description }) => `${title}\n${description}`).join('\n'),
      record: { ...kept },
    },
  });
  await relate(tx, [
    { type: 'decision_on', source: decision.id, target: point.id },
    { type: 'selects_coa', source: decision.id, target: selected.id },
    { type: 'belongs_to_tor', source: decision.id, target: committee.id },
    ...(around.meeting === null
      ? []
      : [{ type: 'decided_in', source: decision.id, target: around.meeting.id }]),
    ...(corrects === undefined
      ? []
      : [{ type: 'corrects', source: decision.id, target: corrects.id }]),
  ]);
  await changeEntity<'agenda_point'>(tx, point, {
    properties: { decided_by_id: actor.id, decided_date: now, selected_coa_id: selected.id },
  });
  const { year, number, sha256 } = await readSealed(tx, decision.id);
  return saved({
    target: { type: 'decision', id: decision.id, label: decision.label },
    after: {
      ...{ number: `${year}/${number}`, committee: committee.label, chosen: selected.title },
      ...{ rationale: input.decision_rationale, quorum: quorum.state },
    },
    details: {
      ...{ agenda_point_id: point.id, sha256 },
      ...(corrects === undefined ? {} : { corrects: corrects.id }),
    },
    value: { id: decision.id, year, number },
  });
}

const recorded = (
  { id, title, description, sections }: Option,
  place: number,
  preferred: Readonly<Record<string, number>>,
) => ({
  ...{ id, key: keyOf(place), title, description },
  sections: sections.flatMap((section) =>
    [section, ...section.parts].map((part) => ({ title: part.title, content: part.content })),
  ),
  preferred: preferred[id] ?? 0,
});

/**
 * The ballot that a decision follows: the last one that was closed. Refused while one is open, and,
 * where the committee decides by ballot, unless it chose that course of action (spec ballots#choice).
 */
async function ballotFor(
  tx: Tx,
  point: string,
  way: 'record' | 'ballot',
  selected: Option,
): Promise<Ballot | null> {
  const ballots = await readBallots(tx, point);
  const words = texts.problem;
  if (ballots.some(({ closedAt }) => closedAt === null))
    throw refuse({ message: words.ballotOpen, code: 'ballot_open' }, 409);
  const [last] = ballots;
  if (way === 'record') return last ?? null;
  const winner = last?.result?.winner ?? null;
  if (last === undefined || winner === null)
    throw refuse({ message: words.ballotNeeded, code: 'ballot_needed' }, 409);
  if (winner !== selected.id) {
    const title = last.options.find(({ id }) => id === winner)?.title ?? '';
    throw refuse({ field: 'selected_coa_id', message: words.ballotOther(title) });
  }
  return last;
}

/** Refuses a decision without quorum, where the rule does not mark it (spec quorum#decisions). */
function requireQuorum(
  { state, present, needed, lacking }: Quorum,
  without: 'refuse' | 'mark',
): void {
  if (state === 'met' || state === 'not-required' || without === 'mark') return;
  const words = texts.problem;
  const message =
    state === 'unknown'
      ? words.unknownQuorum
      : present < needed
        ? words.noQuorum(present, needed)
        : words.lacking(lacking);
  throw refuse({ message, code: 'no_quorum' }, 409);
}
