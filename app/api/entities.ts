import type { Request } from 'express';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { plannedForItsValues } from '../db/named-statements.ts';
import { createEntity, deleteEntity, hiddenTypes, updateEntity } from '../entities/index.ts';
import { may, mayRun } from '../http/policy.ts';
import type { Actor } from '../ontology/actor.ts';
import { escaped, isCalled } from '../ontology/list/index.ts';
import { withoutSecrets } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Services } from '../services.ts';
import {
  type Entity,
  type EntityChange,
  type EntityQuery,
  entity,
  entityChange,
  entityQuery,
  entityReplacement,
  newEntity,
} from './entities-schema.ts';
import { listResult } from './list.ts';
import { noContent, type Operation, operation, type Result } from './operation.ts';
import { existing, savedBy } from './outcome.ts';
import { fieldsQuery, listOf, sparse } from './schema.ts';
import { versioned } from './versioned.ts';

const columns = sql`e.id, e.entity_type as type, e.name, e.label, e.sort_order as "sortOrder", e.is_active as "isActive", e.version,
  e.created_at as "createdAt", e.updated_at as "updatedAt", e.properties`;

/** The condition that hides types the user may not see. @param type column */
export const visible = ({ permissions }: Pick<Actor, 'permissions'>, type = sql`e.entity_type`) =>
  sql`${type} <> all(${[...hiddenTypes(permissions)]}::text[])`;

async function findEntity(
  db: Db,
  actor: Pick<Actor, 'permissions'>,
  id: string,
): Promise<EntitySnapshot | undefined> {
  const { rows } =
    await sql<EntitySnapshot>`select ${columns} from entities e where e.id = ${id} and ${visible(actor)}`.execute(
      db,
    );
  return rows[0];
}

const shown = ({
  id,
  type,
  name,
  label,
  sortOrder,
  isActive,
  properties,
  createdAt,
  updatedAt,
}: EntitySnapshot): Entity => ({
  ...{ id: Number(id), entity_type: type, name, label, sort_order: sortOrder, is_active: isActive },
  properties: withoutSecrets(properties),
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

function conditions({ q, entity_type, is_active, property }: EntityQuery, actor: Actor) {
  const words = q?.trim() ?? '';
  const pattern = `%${escaped(words)}%`;
  const wanted = property === undefined ? [] : [property].flat();
  return sql.join(
    [
      entity_type === undefined
        ? visible(actor)
        : sql`e.entity_type = ${entity_type} and ${visible(actor)}`,
      ...(is_active === undefined ? [] : [sql`e.is_active = ${is_active === 'true'}`]),
      ...(words === '' ? [] : [sql`${sql.raw(plannedForItsValues)} ${isCalled('e', pattern)}`]),
      ...wanted.map((text) =>
        has(text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)),
      ),
    ],
    sql` and `,
  );
}

const has = (key: string, value: string) =>
  sql`e.properties @> ${JSON.stringify({ [key]: value })}::jsonb`;

/**
 * Entities of every type that the caller may see; those of system types are read-only (spec
 * api#entities, lists#cost).
 */
export function entityOperations(services: Services): readonly Operation[] {
  const { db } = services;
  const { one, open } = versioned(
    async ({ id, actor }: PathCall) => existing(await findEntity(db, actor, id)),
    shown,
  );
  const change = async (call: ChangeCall, input: EntityChange): Promise<Result> => {
    const { name, label, sort_order: sortOrder, is_active: isActive, properties = {} } = input;
    const { version } = await open(call);
    savedBy(
      await updateEntity(services, call.actor, {
        id: call.id,
        version,
        name,
        label,
        sortOrder,
        isActive,
        properties,
      }),
      members,
    );
    return one(call);
  };
  return [
    operation({
      ...{
        id: 'listEntities',
        method: 'get',
        path: '/entities',
        policy: may('entities.list'),
      },
      ...{ query: entityQuery, reply: listOf(sparse(entity)) },
      run: async ({ filter, actor }) => {
        // A single type in its own order, several by age.
        const order =
          filter.entity_type === undefined ? [sql`e.id`] : [sql`e.sort_order`, sql`e.id`];
        const list = {
          select: columns,
          from: sql`entities e`,
          where: conditions(filter, actor),
          order,
        };
        return listResult(db, list, filter, shown);
      },
    }),
    operation({
      ...{
        id: 'getEntity',
        method: 'get',
        path: '/entities/:id',
        policy: may('entities.list'),
      },
      ...{
        query: z.object({ fields: fieldsQuery(entity) }),
        reply: sparse(entity),
        versioned: true,
      },
      run: (call) => one(call, call.filter.fields),
    }),
    operation({
      ...{
        id: 'createEntity',
        method: 'post',
        path: '/entities',
        policy: mayRun(createEntity),
        status: 201,
      },
      ...{ body: newEntity, reply: entity, refusals: [409], versioned: true, repeatable: true },
      run: async ({ actor, input }) => {
        const {
          entity_type: type,
          name,
          label = '',
          sort_order: sortOrder,
          is_active: isActive,
          properties = {},
        } = input;
        const made = savedBy(
          await createEntity(services, actor, {
            type,
            name,
            label,
            sortOrder,
            isActive,
            properties,
          }),
          members,
        );
        return {
          ...(await one({ id: made.id, actor })),
          location: `/entities/${made.id}`,
        };
      },
    }),
    operation({
      ...{
        id: 'replaceEntity',
        method: 'put',
        path: '/entities/:id',
        policy: mayRun(updateEntity),
      },
      ...{ body: entityReplacement, reply: entity, refusals: [409], versioned: true },
      run: ({ input: { entity_type: _, ...input }, ...call }) =>
        change(call, { ...input, label: input.label ?? '' }),
    }),
    operation({
      ...{
        id: 'changeEntity',
        method: 'patch',
        path: '/entities/:id',
        policy: mayRun(updateEntity),
      },
      ...{ body: entityChange, reply: entity, refusals: [409], versioned: true },
      run: ({ input, ...call }) => change(call, input),
    }),
    operation({
      ...{
        id: 'deleteEntity',
        method: 'delete',
        path: '/entities/:id',
        policy: mayRun(deleteEntity),
      },
      ...{ refusals: [409, 422], versioned: true },
      run: async (call) => {
        const { version } = await open(call);
        savedBy(await deleteEntity(services, call.actor, { id: call.id, version }));
        return noContent;
      },
    }),
  ];
}

interface PathCall {
  readonly id: string;
  readonly actor: Actor;
}
interface ChangeCall extends PathCall {
  readonly request: Request;
}

/** Members of requests by the field of the store. */
const members = { type: 'entity_type' };
