import { sql } from 'kysely';
import type { z } from 'zod';
import {
  type ActionItem,
  actionFacts,
  actionTexts,
  createAction,
  deleteAction,
  isOwn,
  setActionState,
  states,
  updateAction,
} from '../../action-items/index.ts';
import { capable, dayAt, holdsIn, inBody } from '../../authority/index.ts';
import { notAccepted } from '../../http/answers.ts';
import { mayRunWithin, signedIn } from '../../http/policy.ts';
import type { SignedIn } from '../../http/visit.ts';
import type { Services } from '../../services.ts';
import { listResult } from '../list.ts';
import { noContent, type Operation, operation } from '../operation.ts';
import { existing, savedBy } from '../outcome.ts';
import { listOf, sparse } from '../schema.ts';
import { texts } from '../texts.ts';
import { numberOf } from '../values.ts';
import { versioned } from '../versioned.ts';
import { actionItem, actionItemChange, actionItemQuery, newActionItem } from './actions-schema.ts';
import { type ItemCall, pathOf } from './item-call.ts';
import { firstOf, ownedList } from './lists.ts';
import { moves, newMove } from './moves-schema.ts';

interface Row extends Omit<ActionItem, 'id' | 'committee'> {
  readonly id: number;
  readonly tor_id: number | null;
  readonly tor_name: string | null;
  readonly isOverdue: boolean;
  readonly mayMove: boolean;
}

const shown = (row: Row): z.output<typeof actionItem> => ({
  ...{ id: row.id, tor_id: row.tor_id, tor_name: row.tor_name, description: row.description },
  status: states.find((state) => state === row.status) ?? 'open',
  ...{ due_date: row.due, is_overdue: row.isOverdue },
  ...{ owner_id: numberOf(row.ownerId), owner_name: row.owner },
  source: row.source === null ? null : { ...row.source, id: Number(row.source.id) },
});

interface ActionCall extends ItemCall {
  readonly actor: SignedIn;
}

/** The action items that a user sees: those of their committees, and their own. */
function seenBy(
  actor: SignedIn,
  now: Date,
  filter: { readonly status?: string | undefined; readonly tor_id?: string | undefined },
  further: (own: ReturnType<typeof isOwn>) => readonly ReturnType<typeof sql>[] = () => [],
) {
  const day = dayAt(now);
  const own = isOwn(sql`${actor.id}::bigint`, day);
  const records = holdsIn(capable('can_record_decisions'), actor, sql`tor.id`, day);
  return ownedList(
    {
      ...({
        type: 'action_item',
        relation: 'belongs_to_tor',
        reads: inBody('meetings.view'),
      } as const),
      ...{ initial: 'open', filter, also: own, further: further(own) },
      columns: sql`${actionFacts}, (${own} or ${records}) as "mayMove",
        coalesce(i.properties ->> 'status', 'open') <> 'done'
          and coalesce(nullif(i.properties ->> 'due_date', '') < ${day}, false) as "isOverdue"`,
      joins: sql`join entities i on i.id = e.id`,
    },
    actor,
    now,
  );
}

/** Action items, by the commands of their pages (spec api#action-items). */
export function actionOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const all = '/tors/:id/action-items' as const;
  const path = `${all}/:item` as const;
  const { find, one, open } = versioned(
    async ({ id: tor_id, item, actor, now }: ActionCall): Promise<Row> =>
      existing(
        await firstOf<Row>(
          db,
          seenBy(actor, now, { tor_id }, () => [sql`e.id = ${item}`]),
        ),
      ),
    shown,
  );
  return [
    operation({
      ...{ id: 'listActionItems', method: 'get', path: '/action-items' },
      ...{ policy: signedIn, query: actionItemQuery },
      reply: listOf(sparse(actionItem)),
      run: async ({ filter, actor, now }) => {
        const isMine = filter.mine === 'true';
        const list = seenBy(actor, now, filter, (own) => (isMine ? [own] : []));
        return listResult(db, list, filter, shown);
      },
    }),
    operation({
      ...{ id: 'createActionItem', method: 'post', path: all, status: 201 },
      ...{ policy: mayRunWithin(createAction), versioned: true, repeatable: true },
      ...{ body: newActionItem, reply: actionItem },
      run: async (call) => {
        const { id: tor, actor, input } = call;
        const { description, due_date, owner_id } = input;
        const fields = { description, due_date: due_date ?? undefined, owner: ownerOf(owner_id) };
        const made = savedBy(await createAction(services, actor, { ...fields, tor }), members);
        return {
          ...(await one({ ...call, item: made.id })),
          location: `/tors/${tor}/action-items/${made.id}`,
        };
      },
    }),
    operation({
      ...{ id: 'getActionItem', method: 'get', path },
      ...{ policy: signedIn, reply: actionItem, versioned: true, run: one },
    }),
    operation({
      ...{ id: 'changeActionItem', method: 'patch', path },
      ...{ policy: mayRunWithin(updateAction), versioned: true },
      ...{ body: actionItemChange, reply: actionItem, refusals: [409] },
      run: async (call) => {
        const { before, version } = await open(call);
        const { description = before.description, due_date = before.due, owner_id } = call.input;
        const owner = owner_id === undefined ? (before.ownerId ?? undefined) : ownerOf(owner_id);
        const fields = { description, due_date: due_date ?? undefined, owner };
        const wanted = { ...fields, ...pathOf(call), version };
        savedBy(await updateAction(services, call.actor, wanted), members);
        return one(call);
      },
    }),
    operation({
      ...{ id: 'deleteActionItem', method: 'delete', path },
      ...{ policy: mayRunWithin(deleteAction), refusals: [409] },
      run: async (call) => {
        savedBy(await deleteAction(services, call.actor, pathOf(call)));
        return noContent;
      },
    }),
    operation({
      ...{ id: 'listActionItemMoves', method: 'get', path: `${path}/moves` },
      ...{ policy: signedIn, reply: moves },
      run: async (call) => {
        const { status, mayMove, version } = await find(call);
        const next = states.filter((state) => state !== status);
        const body = {
          status,
          moves: next.map((to) => ({
            ...{ to, label: actionTexts.set[to], is_allowed: mayMove, needs_reason: false },
            lacks: mayMove ? null : ('permission' as const),
          })),
        } satisfies z.output<typeof moves>;
        return { version, body };
      },
    }),
    operation({
      ...{ id: 'moveActionItem', method: 'post', path: `${path}/moves` },
      ...{ policy: signedIn, body: newMove, reply: actionItem, refusals: [409] },
      ...{ versioned: true, repeatable: true },
      run: async (call) => {
        await find(call);
        const to = states.find((state) => state === call.input.to);
        if (to === undefined) throw notAMove();
        savedBy(await setActionState(services, call.actor, { id: call.item, to }));
        return one(call);
      },
    }),
  ];
}

const ownerOf = (id: number | null | undefined): string | undefined =>
  id === null || id === undefined ? undefined : String(id);

/** A status that there is not, as the workflow refuses it. */
const notAMove = () =>
  notAccepted('invalid_transition', [{ field: 'to', message: texts.refused.status }], 409);

/** Members of requests by the field of the form. */
const members = { owner: 'owner_id' };
