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
import { etagOf, heldTo } from './conditional.ts';
import { listResult, listRows } from './list.ts';
import { type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { chosen, fieldsQuery, listOf, membersOf, pageQuery, partOf, sparse } from './schema.ts';
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
  const find = async (id: string): Promise<StoredTor> => {
    const { rows } = await sql<StoredTor>`
      select ${columnsOf(now())}, e.version, e.properties
      from entities e where e.id = ${id} and e.entity_type = 'tor'`.execute(db);
    return existing(rows[0]);
  };
  const one = async (id: string): Promise<Result> => {
    const row = await find(id);
    return { body: shown(row), version: row.version };
  };
  /** The version that a change is held to, with the current state. */
  const held = async (id: string, request: Parameters<typeof heldTo>[0]) => {
    const before = await find(id);
    const etag = etagOf(before.version, shown(before));
    return { before, seen: heldTo(request, { version: before.version, etag }) };
  };
  return [
    operation({
      ...{ id: 'listTors', method: 'get', path: '/tors', tag: 'governance', status: 200 },
      policy: may('tor.list'),
      query: z.object({
        ...pageQuery,
        status: z.string().max(63).optional(),
        fields: fieldsQuery(torLine),
      }),
      reply: listOf(sparse(torLine)),
      run: async ({ filter }) => {
        const part = partOf(filter);
        const where =
          filter.status === undefined
            ? sql`e.entity_type = 'tor'`
            : sql`e.entity_type = 'tor' and ${text('status', 'active')} = ${filter.status}`;
        const list = {
          select: sql`${columnsOf(now())}, ${positionCountOf(sql`e.id`)} as function_count`,
          ...{ from: sql`entities e`, where, order: [sql`e.sort_order`, sql`e.id`] },
        };
        const rows = await listRows<z.output<typeof torLine>>(db, list, part);
        return listResult(rows, part, membersOf(torLine), filter.fields);
      },
    }),
    operation({
      ...{ id: 'getTor', method: 'get', path: '/tors/:id', tag: 'governance', status: 200 },
      policy: may('tor.list'),
      ...{ query: z.object({ fields: fieldsQuery(tor) }), reply: sparse(tor), versioned: true },
      run: async ({ id, filter }) => {
        const row = await find(id);
        return { body: chosen(shown(row), filter.fields), version: row.version };
      },
    }),
    operation({
      ...{ id: 'createTor', method: 'post', path: '/tors', tag: 'governance', status: 201 },
      policy: mayRun(createCommittee),
      ...{ body: newTor, reply: tor, refusals: [409], versioned: true, repeatable: true },
      run: async ({ actor, input }) => {
        const { name, label } = input;
        const made = savedBy(
          await createCommittee(services, actor, { name, label, values: storedOf(input) }),
        );
        return { ...(await one(made.id)), status: 201, location: `/tors/${made.id}` };
      },
    }),
    operation({
      ...{ id: 'replaceTor', method: 'put', path: '/tors/:id', tag: 'governance', status: 200 },
      policy: mayRun(updateCommittee),
      ...{ body: torReplacement, reply: tor, refusals: [409], versioned: true },
      run: async ({ id, actor, input, request }) => {
        const { seen } = await held(id, request);
        const { name, label } = input;
        const change = { id, seen, name, label, values: everyMember(input) };
        savedBy(await updateCommittee(services, actor, change));
        return one(id);
      },
    }),
    operation({
      ...{ id: 'changeTor', method: 'patch', path: '/tors/:id', tag: 'governance', status: 200 },
      policy: mayRun(updateCommittee),
      ...{ body: torChange, reply: tor, refusals: [409], versioned: true },
      run: async ({ id, actor, input, request }) => {
        const { before, seen } = await held(id, request);
        const { name = before.name, label = before.label } = input;
        const change = { id, seen, name, label, values: storedOf(input) };
        savedBy(await updateCommittee(services, actor, change));
        return one(id);
      },
    }),
    operation({
      ...{ id: 'archiveTor', method: 'post', path: '/tors/:id/archive', tag: 'governance' },
      ...{ policy: mayRun(archiveCommittee), reply: tor, status: 200 },
      run: async ({ id, actor }) => {
        savedBy(await archiveCommittee(services, actor, { id }));
        return one(id);
      },
    }),
    operation({
      ...{ id: 'restoreTor', method: 'post', path: '/tors/:id/restore', tag: 'governance' },
      ...{ policy: mayRun(restoreCommittee), reply: tor, status: 200 },
      run: async ({ id, actor }) => {
        savedBy(await restoreCommittee(services, actor, { id }));
        return one(id);
      },
    }),
    operation({
      ...{ id: 'deleteTor', method: 'delete', path: '/tors/:id', tag: 'governance', status: 204 },
      ...{ policy: mayRun(deleteCommittee), refusals: [409], versioned: true },
      run: async ({ id, actor, request }) => {
        const { seen } = await held(id, request);
        savedBy(await deleteCommittee(services, actor, { id, seen }));
        return { status: 204 };
      },
    }),
  ];
}
