import { insertAgendaPoint } from '../agenda/index.ts';
import { inBody, inItsBody, readDay } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { readProperties, readProperty } from '../entity-properties.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { changeEntity, lockEntity } from '../ontology/entities.ts';
import { type Change, refuse, saved, savedAll } from '../ontology/outcome.ts';
import { writePropertyOfEach } from '../ontology/properties.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { lockItemOf } from '../workflow/index.ts';
import type { ProposalPath } from './queries.ts';
import { findScheduled, lockProposals } from './queue-queries.ts';
import { isQueued, type QueueFacts, queueFault } from './rules.ts';
import type { ScheduleInput } from './schema.ts';
import { texts } from './texts.ts';

const { fault: faults, problem } = texts.queue;

/** Marks an approved proposal as ready for an agenda (spec proposals#queue). Returns it. */
export const queueProposal = command<ProposalPath, EntitySnapshot>(
  'proposal.marked_ready_for_agenda',
  { may: inItsBody(inBody('agenda.queue'), ({ tor }) => tor) },
  async (tx, { input }) => {
    const before = await lockItemOf(tx, 'proposal', input);
    const fault = queueFault(await factsOf(tx, before));
    if (fault !== undefined)
      throw refuse(
        { message: faults[fault](before.label), code: fault },
        fault === 'not_approved' ? 403 : 409,
      );
    return saved(await marked(tx, before, true));
  },
);

/** Takes a proposal off the queue. Returns it. */
export const unqueueProposal = command<ProposalPath, EntitySnapshot>(
  'proposal.unqueued',
  { may: inItsBody(inBody('agenda.queue'), ({ tor }) => tor) },
  async (tx, { input }) => {
    const before = await lockItemOf(tx, 'proposal', input);
    if (!isQueued(await factsOf(tx, before)))
      throw refuse({ message: faults.not_queued(before.label), code: 'not_queued' }, 409);
    return saved(await marked(tx, before, false));
  },
);

async function marked(tx: Tx, before: EntitySnapshot, isReady: boolean) {
  const after = await changeEntity<'proposal'>(tx, before, {
    properties: { ready_for_agenda: isReady },
  });
  return { target: after, before, after, value: after };
}

/** The result of scheduling a queue. */
export interface Scheduled {
  readonly points: readonly string[];
  readonly date: string;
}

/**
 * Makes agenda points of queued proposals, all or none (spec proposals#scheduling). Returns the ids
 * of the points, in the order of the proposals.
 */
export const scheduleProposals = command<ScheduleInput & { readonly tor: string }, Scheduled>(
  'queue.bulk_scheduled',
  { may: inItsBody(inBody('agenda.manage'), ({ tor }) => tor) },
  async (tx, context) => {
    const { input, now } = context;
    const { scheduled_date: date } = input;
    const committee = await lockEntity(tx, 'tor', input.tor);
    if (date < (await readDay(tx, now)))
      throw refuse({ field: 'scheduled_date', message: problem.past });
    const proposals = await queuedOf(tx, input);
    const points: EntitySnapshot[] = [];
    for (const proposal of proposals) points.push(await pointOf(tx, proposal, context));
    await relate(
      tx,
      proposals.map(({ id }, at) => ({
        ...{ type: 'spawns_agenda_point', source: id, target: points[at]?.id ?? '' },
      })),
    );
    await writePropertyOfEach(
      tx,
      'ready_for_agenda',
      new Map(proposals.map(({ id }) => [id, 'false'])),
    );
    const made = points.map((point): Change => {
      return { action: 'agenda_point.created', target: point, after: point };
    });
    const details = { date, proposals: proposals.map(({ label }) => label) };
    const target = { type: 'agenda_point', id: input.tor, label: committee.label };
    return savedAll([{ target, after: details }, ...made], {
      points: points.map(({ id }) => id),
      date,
    });
  },
);

/** The chosen proposals, locked. Refused unless each one waits in this committee's queue. */
async function queuedOf(
  tx: Tx,
  { tor, proposal_ids: ids }: ScheduleInput & { readonly tor: string },
): Promise<readonly EntitySnapshot[]> {
  const proposals = await lockProposals(tx, tor, ids);
  const scheduled = await findScheduled(tx, ids);
  const areQueued = proposals.every((proposal) =>
    isQueued(storedFacts(proposal, scheduled.has(proposal.id))),
  );
  if (proposals.length < ids.length || !areQueued)
    throw refuse({ field: 'proposal_ids', message: problem.gone, code: 'not_queued' });
  return proposals;
}

async function factsOf(tx: Tx, proposal: EntitySnapshot): Promise<QueueFacts> {
  return storedFacts(proposal, (await findScheduled(tx, [proposal.id])).has(proposal.id));
}

const storedFacts = ({ properties }: EntitySnapshot, hasAgendaPoint: boolean): QueueFacts => ({
  status: properties['status'],
  isReady: readProperty('proposal', 'ready_for_agenda', properties),
  hasAgendaPoint,
});

/** The agenda point that a proposal becomes, with its title and description. */
async function pointOf(
  tx: Tx,
  proposal: EntitySnapshot,
  { actor, input, now }: CommandContext<ScheduleInput & { readonly tor: string }>,
): Promise<EntitySnapshot> {
  const { description } = readProperties('proposal', proposal.properties);
  const { tor, scheduled_date, time_allocation_minutes, item_type } = input;
  return insertAgendaPoint(tx, {
    ...{ tor, createdBy: actor.id, now, title: proposal.label, description },
    ...{ scheduled_date, time_allocation_minutes, item_type },
    ...{ presenter: '', priority: 'normal', pre_read_url: '' },
  });
}
