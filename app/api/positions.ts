import { sql } from 'kysely';
import { z } from 'zod';
import { type Capability, capabilities, dayAt } from '../authority/index.ts';
import { may, mayRunWithin, within } from '../http/policy.ts';
import {
  assignPosition,
  createPosition,
  deletePosition,
  findPosition,
  type Holder,
  listedPositions,
  type Position,
  type PositionInput,
  updatePosition,
  vacatePosition,
} from '../positions/index.ts';
import type { Services } from '../services.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import {
  assignment,
  newPosition,
  type PositionChange,
  type PositionReply,
  position,
  positionChange,
  positionQuery,
  vacancy,
} from './positions-schema.ts';
import { fieldsQuery, listOf, sparse } from './schema.ts';
import { versioned } from './versioned.ts';

const holderOf = ({ userId, user, since, until, capacity }: Holder) => ({
  ...{ user_id: Number(userId), user_name: user, since, until, capacity },
});

const shown = (found: Position): PositionReply => ({
  ...{ id: Number(found.id), name: found.name, label: found.label },
  ...{ description: found.description, category: found.category },
  membership_type: found.isMandatory ? 'mandatory' : 'optional',
  ...{ voting: found.isVoting ? 'voting' : 'advisory', vote_weight: found.voteWeight },
  ...{ seats: found.seats, capabilities: [...found.capabilities], is_vacant: found.isVacant },
  ...{ holders: found.holders.map(holderOf), planned: found.planned.map(holderOf) },
});

/** Fields of a position after a change; omitted ones stay as they are. */
function fieldsOf(change: PositionChange, before?: Position): PositionInput {
  const carried: readonly Capability[] = change.capabilities ?? before?.capabilities ?? [];
  return {
    name: change.name ?? before?.name ?? '',
    label: change.label ?? before?.label ?? '',
    description: change.description ?? before?.description ?? '',
    category: change.category ?? before?.category ?? '',
    membership_type: change.membership_type ?? (before?.isMandatory ? 'mandatory' : 'optional'),
    seats: change.seats ?? before?.seats ?? 1,
    voting: change.voting ?? (before?.isVoting === false ? 'advisory' : 'voting'),
    vote_weight: change.vote_weight ?? before?.voteWeight ?? 1,
    ...(Object.fromEntries(
      capabilities.map((capability) => [capability, carried.includes(capability)]),
    ) as Record<Capability, boolean>),
  };
}

interface PathCall {
  readonly id: string;
  readonly position: string;
  readonly now: Date;
}

const pathOf = ({ id, position: positionId }: PathCall) => ({
  committee: id,
  position: positionId,
});

/** Positions of a committee, by the commands of their pages (spec api#positions). */
export function positionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { one, open } = versioned(
    async (call: PathCall) => existing(await findPosition(db, pathOf(call), dayAt(call.now))),
    ({ position: found }) => shown(found),
  );
  return [
    operation({
      ...{ id: 'listPositions', method: 'get', path: '/tors/:id/positions' },
      ...{ policy: within(may('tor.list')) },
      ...{ query: positionQuery, reply: listOf(sparse(position)) },
      run: async ({ id, filter, now }) => {
        const list = listedPositions(sql`${id}::bigint`, dayAt(now));
        const show = (row: { readonly position: Position }) => shown(row.position);
        return listResult(db, list, filter, show);
      },
    }),
    operation({
      ...{ id: 'getPosition', method: 'get', path: '/tors/:id/positions/:position' },
      ...{ policy: within(may('tor.list')), versioned: true },
      ...{ query: z.object({ fields: fieldsQuery(position) }), reply: sparse(position) },
      run: (call) => one(call, call.filter.fields),
    }),
    operation({
      ...{ id: 'createPosition', method: 'post', path: '/tors/:id/positions' },
      ...{ policy: mayRunWithin(createPosition), status: 201, refusals: [409] },
      ...{ body: newPosition, reply: position, versioned: true, repeatable: true },
      run: async ({ id, actor, input, now }) => {
        const made = savedBy(
          await createPosition(services, actor, { ...fieldsOf(input), committee: id }),
        );
        return {
          ...(await one({ id, position: made.id, now })),
          ...{ location: `/tors/${id}/positions/${made.id}` },
        };
      },
    }),
    operation({
      ...{ id: 'changePosition', method: 'patch', path: '/tors/:id/positions/:position' },
      ...{ policy: mayRunWithin(updatePosition) },
      ...{ body: positionChange, reply: position, refusals: [409], versioned: true },
      run: async (call) => {
        const { before, version } = await open(call);
        savedBy(
          await updatePosition(services, call.actor, {
            ...{ ...fieldsOf(call.input, before.position), ...pathOf(call) },
            version: version ?? before.version,
          }),
        );
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deletePosition', method: 'delete', path: '/tors/:id/positions/:position' },
      ...{ policy: mayRunWithin(deletePosition) },
      ...{ refusals: [409], versioned: true },
      run: async (call) => {
        const { version } = await open(call);
        savedBy(await deletePosition(services, call.actor, { ...pathOf(call), version }));
        return noContent;
      },
    }),
    operation({
      ...{ id: 'assignPosition', method: 'post', path: '/tors/:id/positions/:position/assign' },
      ...{ policy: mayRunWithin(assignPosition) },
      ...{ body: assignment, reply: position, repeatable: true },
      run: async (call) => {
        const { user_id, since, until, capacity } = call.input;
        savedBy(
          await assignPosition(services, call.actor, {
            ...{ ...pathOf(call), user: String(user_id) },
            ...{ since, until, capacity },
          }),
        );
        return one(call);
      },
    }),
    operation({
      ...{ id: 'vacatePosition', method: 'post', path: '/tors/:id/positions/:position/vacate' },
      ...{ policy: mayRunWithin(vacatePosition) },
      ...{ body: vacancy, reply: position, refusals: [409], repeatable: true },
      run: async (call) => {
        const { user_id, since: term, until: lastDay } = call.input;
        const user = user_id === undefined ? undefined : String(user_id);
        savedBy(
          await vacatePosition(services, call.actor, { ...pathOf(call), user, term, lastDay }),
        );
        return one(call);
      },
    }),
  ];
}
