import { sql } from 'kysely';
import { z } from 'zod';
import { dayAt } from '../authority/index.ts';
import {
  archiveCommittee,
  createCommittee,
  deleteCommittee,
  restoreCommittee,
  updateCommittee,
} from '../committees/index.ts';
import { may, mayRun } from '../http/policy.ts';
import { memberCountOf, positionCountOf } from '../positions/index.ts';
import type { Services } from '../services.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { fieldsQuery, listOf, membersOf, pageQuery, sparse } from './schema.ts';
import {
  everyMember,
  newTor,
  storedOf,
  tor,
  torChange,
  torFields,
  torLine,
  torReplacement,
} from './tors-schema.ts';
import { versioned } from './versioned.ts';

const text = (key: string, standard = '') => sql`coalesce(e.properties ->> ${key}, ${standard})`;

const columnsOf = (now: Date) => sql`e.id::float8 as id, e.name, e.label,
  ${text('description')} as description, ${text('status', 'active')} as status,
  ${text('meeting_cadence', 'ad-hoc')} as meeting_cadence,
  ${memberCountOf(sql`e.id`, dayAt(now))} as member_count`;

interface StoredTor {
  readonly id: number;
  readonly name: string;
  readonly label: string;
  readonly version: string;
  readonly properties: Readonly<Record<string, string>>;
}

const shown = ({ properties, ...row }: StoredTor): object =>
  membersOf(tor)({ ...row, ...torFields(properties) });

/** Committees, through the commands of their pages (spec api#governance). */
export function torOperations(services: Services): readonly Operation[] {
  const { db, now } = services;
  const find = async ({ id }: { readonly id: string }): Promise<StoredTor> => {
    const { rows } = await sql<StoredTor>`
      select ${columnsOf(now())}, e.version, e.properties
      from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
    return existing(rows[0]);
  };
  const { one, open } = versioned(find, shown);
  return [
    operation({
      ...{ id: 'listTors', method: 'get', path: '/tors' },
      policy: may('tor.list'),
      query: z.object({
        ...pageQuery,
        status: z.string().max(63).optional(),
        fields: fieldsQuery(torLine),
      }),
      reply: listOf(sparse(torLine)),
      run: async ({ filter }) => {
        const where =
          filter.status === undefined
            ? sql`e.entity_type = 'tor'`
            : sql`e.entity_type = 'tor' and ${text('status', 'active')} = ${filter.status}`;
        const list = {
          select: sql`${columnsOf(now())}, ${positionCountOf(sql`e.id`)} as function_count`,
          ...{ from: sql`entities e`, where, order: [sql`e.sort_order`, sql`e.id`] },
        };
        return listResult(db, list, filter, membersOf(torLine));
      },
    }),
    operation({
      ...{ id: 'getTor', method: 'get', path: '/tors/:id' },
      policy: may('tor.list'),
      ...{ query: z.object({ fields: fieldsQuery(tor) }), reply: sparse(tor), versioned: true },
      run: (call) => one(call, call.filter.fields),
    }),
    operation({
      ...{ id: 'createTor', method: 'post', path: '/tors', status: 201 },
      policy: mayRun(createCommittee),
      ...{ body: newTor, reply: tor, refusals: [409], versioned: true, repeatable: true },
      run: async ({ actor, input }) => {
        const { name, label } = input;
        const made = savedBy(
          await createCommittee(services, actor, { name, label, values: storedOf(input) }),
        );
        return { ...(await one(made)), location: `/tors/${made.id}` };
      },
    }),
    operation({
      ...{ id: 'replaceTor', method: 'put', path: '/tors/:id' },
      policy: mayRun(updateCommittee),
      ...{ body: torReplacement, reply: tor, refusals: [409], versioned: true },
      run: async (call) => {
        const { version: seen } = await open(call);
        const { id, input } = call;
        const { name, label } = input;
        const change = { id, seen, name, label, values: everyMember(input) };
        savedBy(await updateCommittee(services, call.actor, change));
        return one(call);
      },
    }),
    operation({
      ...{ id: 'changeTor', method: 'patch', path: '/tors/:id' },
      policy: mayRun(updateCommittee),
      ...{ body: torChange, reply: tor, refusals: [409], versioned: true },
      run: async (call) => {
        const { before, version: seen } = await open(call);
        const { id, input } = call;
        const { name = before.name, label = before.label } = input;
        const change = { id, seen, name, label, values: storedOf(input) };
        savedBy(await updateCommittee(services, call.actor, change));
        return one(call);
      },
    }),
    operation({
      ...{ id: 'archiveTor', method: 'post', path: '/tors/:id/archive' },
      ...{ policy: mayRun(archiveCommittee), reply: tor },
      run: async ({ id, actor }) => {
        savedBy(await archiveCommittee(services, actor, { id }));
        return one({ id });
      },
    }),
    operation({
      ...{ id: 'restoreTor', method: 'post', path: '/tors/:id/restore' },
      ...{ policy: mayRun(restoreCommittee), reply: tor },
      run: async ({ id, actor }) => {
        savedBy(await restoreCommittee(services, actor, { id }));
        return one({ id });
      },
    }),
    operation({
      ...{ id: 'deleteTor', method: 'delete', path: '/tors/:id' },
      ...{ policy: mayRun(deleteCommittee), refusals: [409], versioned: true },
      run: async (call) => {
        const { version: seen } = await open(call);
        savedBy(await deleteCommittee(services, call.actor, { id: call.id, seen }));
        return noContent;
      },
    }),
  ];
}
