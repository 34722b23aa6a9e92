import { sql } from 'kysely';
import type { z } from 'zod';
import {
  createPoint,
  deletePoint,
  findPoint,
  itemTypes,
  movePoint,
  type Point,
  priorities,
  updatePoint,
} from '../../agenda/index.ts';
import { dayAt } from '../../authority/index.ts';
import { itemKinds } from '../../committee-items/index.ts';
import { may, mayRunWithin, within } from '../../http/policy.ts';
import { relationTypeId } from '../../ontology/permissions.ts';
import type { Services } from '../../services.ts';
import { statusIn } from '../../workflow/index.ts';
import { listResult } from '../list.ts';
import { noContent, type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { listOf, membersOf, sparse } from '../schema.ts';
import { given, numberOf } from '../values.ts';
import { versioned } from '../versioned.ts';
import {
  agendaPoint,
  agendaPointChange,
  agendaPointLine,
  agendaQuery,
  newAgendaPoint,
} from './agenda-schema.ts';
import { type ItemCall, pathOf } from './item-call.ts';
import { ownedList, text, title } from './lists.ts';
import { moveOperations } from './moves.ts';

const wholeOf = (stored: string | undefined): number | null =>
  /^\d{1,9}$/.test(stored ?? '') ? Number(stored) : null;

const fieldsOf = ({ properties, label }: Point) => ({
  title: properties['title'] ?? label,
  description: properties['description'] ?? '',
  item_type: itemTypes.find((type) => type === properties['item_type']) ?? 'informative',
  scheduled_date: properties['scheduled_date'] ?? null,
  time_allocation_minutes: wholeOf(properties['time_allocation_minutes']),
  presenter: properties['presenter'] ?? '',
  priority: priorities.find((one) => one === properties['priority']) ?? 'normal',
  pre_read_url: properties['pre_read_url'] ?? '',
});

const shown = (point: Point): z.output<typeof agendaPoint> => ({
  ...{ id: Number(point.id), ...fieldsOf(point) },
  status: statusIn(point.workflow, point.properties['status']),
  outcome_summary: point.properties['outcome_summary'] ?? null,
  created_by_name: point.creator,
  created_at: point.createdAt.toISOString(),
  meeting: point.meeting === null ? null : { ...point.meeting, id: Number(point.meeting.id) },
  proposal_id: numberOf(point.origin.find(({ proposal }) => proposal !== undefined)?.proposal),
  decision_ids: point.decisions.map(({ id }) => Number(id)),
});

const lineColumns = sql`${title} as title,
  case when ${text('item_type')} = 'decision' then 'decision' else 'informative' end as item_type,
  nullif(${text('scheduled_date')}, '') as scheduled_date,
  case when ${text('time_allocation_minutes')} ~ '^[0-9]{1,9}$'
    then ${text('time_allocation_minutes')}::integer end as time_allocation_minutes,
  ${text('presenter')} as presenter,
  case when ${text('priority')} in ('high', 'urgent') then ${text('priority')} else 'normal' end as priority,
  (select r.target_id::float8 from relations r join entities m on m.id = r.target_id and m.entity_type = 'meeting'
    where r.source_id = e.id and r.relation_type_id = ${relationTypeId('scheduled_for_meeting')}
    order by r.id limit 1) as meeting_id`;

/** Agenda points, by the commands of their pages (spec api#items). */
export function agendaOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { relation, reads } = itemKinds.agenda_point;
  const all = '/tors/:id/agenda-points' as const;
  const path = `${all}/:item` as const;
  const { find, one, open } = versioned(
    async (call: ItemCall) => existing(await findPoint(db, pathOf(call), dayAt(call.now))),
    shown,
  );
  const below = { policy: within(reads) } as const;
  return [
    operation({
      ...{ id: 'listAgendaPoints', method: 'get', path: '/agenda-points' },
      ...{ policy: may('agenda.view'), query: agendaQuery },
      reply: listOf(sparse(agendaPointLine)),
      run: async ({ filter, actor, now }) => {
        const { item_type: type } = filter;
        const list = {
          ...({ type: 'agenda_point', relation, reads, initial: 'scheduled', filter } as const),
          columns: lineColumns,
          further: type === undefined ? [] : [sql`${text('item_type')} = ${type}`],
        };
        return listResult(db, ownedList(list, actor, now), filter, membersOf(agendaPointLine));
      },
    }),
    operation({
      ...{ id: 'createAgendaPoint', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(createPoint), versioned: true, repeatable: true },
      ...{ body: newAgendaPoint, reply: agendaPoint },
      run: async ({ id, actor, input, now }) => {
        const made = savedBy(await createPoint(services, actor, { ...input, tor: id }));
        return {
          ...(await one({ id, item: made.id, now })),
          ...{ location: `/tors/${id}/agenda-points/${made.id}` },
        };
      },
    }),
    operation({
      ...{ ...below, id: 'getAgendaPoint', method: 'get', path },
      ...{ reply: agendaPoint, versioned: true, run: one },
    }),
    operation({
      ...{ id: 'changeAgendaPoint', method: 'patch', path },
      ...{ policy: mayRunWithin(updatePoint), versioned: true },
      ...{ body: agendaPointChange, reply: agendaPoint, refusals: [409] },
      run: async (call) => {
        const { before, version } = await open(call);
        const { scheduled_date, time_allocation_minutes: minutes, ...fields } = fieldsOf(before);
        const change = {
          ...{ ...fields, scheduled_date: scheduled_date ?? '' },
          ...{ time_allocation_minutes: minutes ?? 15, ...given(call.input) },
        };
        savedBy(await updatePoint(services, call.actor, { ...change, ...pathOf(call), version }));
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deleteAgendaPoint', method: 'delete', path },
      ...{ policy: mayRunWithin(deletePoint), versioned: true, refusals: [409] },
      run: async (call) => {
        const { version } = await open(call);
        savedBy(await deletePoint(services, call.actor, { ...pathOf(call), version }));
        return noContent;
      },
    }),
    ...moveOperations({
      ...{ name: 'AgendaPoint', at: 'agenda-points', ...below, reply: agendaPoint, one },
      find: async (call) => {
        const point = await find(call);
        return { ...point, status: point.properties['status'] };
      },
      move: (actor, wanted) => movePoint(services, actor, wanted),
    }),
  ];
}
